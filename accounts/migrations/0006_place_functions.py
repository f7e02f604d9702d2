"""What must be known of people over the walls between authorities, and no more: whether, not where."""

from django.db import migrations

from core.walls import OverAllAuthorities

WORKS_ELSEWHERE = """
CREATE FUNCTION accounts_works_elsewhere(_person bigint, _here bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
SELECT EXISTS (
    SELECT FROM accounts_membership WHERE person_id = _person AND authority_id IS DISTINCT FROM _here
);
$$
"""

# The roles of people that stand on a day or begin after it.
OPEN_ROLES = """
CREATE FUNCTION accounts_open_roles(_people bigint[], _on date)
RETURNS TABLE (person_id bigint, suspended boolean) LANGUAGE sql STABLE AS $$
SELECT membership.person_id, authority.suspended_at IS NOT NULL
FROM accounts_membership membership
LEFT JOIN accounts_localauthority authority ON authority.id = membership.authority_id
WHERE membership.person_id = ANY(_people) AND (membership.to_date IS NULL OR membership.to_date >= _on);
$$
"""

# For the platform's list of authorities.
PEOPLE_IN_NUMBERS = """
CREATE FUNCTION accounts_people_in_numbers(_on date)
RETURNS TABLE (authority_id bigint, people bigint, has_admin boolean) LANGUAGE sql STABLE AS $$
SELECT membership.authority_id,
       count(DISTINCT membership.person_id) FILTER (WHERE membership.from_date <= _on),
       bool_or(membership.role = 'authority_admin' AND person.is_active)
FROM accounts_membership membership
JOIN accounts_person person ON person.id = membership.person_id
WHERE membership.authority_id IS NOT NULL AND (membership.to_date IS NULL OR membership.to_date >= _on)
GROUP BY membership.authority_id;
$$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_walls")]

    operations = [
        OverAllAuthorities("accounts_works_elsewhere(bigint, bigint)", WORKS_ELSEWHERE),
        OverAllAuthorities("accounts_open_roles(bigint[], date)", OPEN_ROLES),
        OverAllAuthorities("accounts_people_in_numbers(date)", PEOPLE_IN_NUMBERS),
    ]
