"""Jobs over the walls between authorities: whose a job is, which nobody took, and which files are too old."""

from django.db import migrations

from core.walls import OverAllAuthorities

PLACE_OF_JOB = """
CREATE FUNCTION returns_place_of_job(_job bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
SELECT authority_id FROM returns_job WHERE id = _job;
$$
"""
LATE_JOBS = """
CREATE FUNCTION returns_late_jobs(_before timestamptz) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
SELECT id FROM returns_job WHERE state = 'staged' AND waiting_since < _before ORDER BY waiting_since, id;
$$
"""
RUNNING_JOBS = """
CREATE FUNCTION returns_running_jobs() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
SELECT id FROM returns_job WHERE state = 'running' ORDER BY id;
$$
"""
REMOVE_OLD_FILES = """
CREATE FUNCTION returns_remove_old_files(_before timestamptz) RETURNS void LANGUAGE sql VOLATILE AS $$
DELETE FROM returns_jobfile file USING returns_job job WHERE job.id = file.job_id AND job.finished_at < _before;
$$
"""


class Migration(migrations.Migration):
    dependencies = [("returns", "0004_walls")]

    operations = [
        OverAllAuthorities("returns_place_of_job(bigint)", PLACE_OF_JOB),
        OverAllAuthorities("returns_running_jobs()", RUNNING_JOBS),
        OverAllAuthorities("returns_late_jobs(timestamptz)", LATE_JOBS),
        OverAllAuthorities("returns_remove_old_files(timestamptz)", REMOVE_OLD_FILES),
    ]
