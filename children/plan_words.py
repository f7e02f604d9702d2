"""What belongs in each section of a care plan, in short: CPPCR reg 5 and Schedule 1."""

from children.enums import PlanSection as S

HINTS: dict[str, str] = {
    S.PERMANENCE: "Where the child will live till they are grown up, with whom, and what has to happen first.",
    S.IF_IT_FAILS: "The other plan, worked on at the same time.",
    S.HEALTH: "Health now and before, family history, doctor and dentist, jabs, sight and hearing, what is planned, "
    "and what the carer does.",
    S.EDUCATION: "School, attendance, achievements, special needs, what is planned, interests outside school, and what "
    "the carer does.",
    S.EMOTIONAL: "How the child is, what helps, who is helping.",
    S.IDENTITY: "Faith, origin, culture and language, and how the child keeps in touch with them.",
    S.FAMILY: "Time with parents, brothers and sisters, relatives and friends: who, how often, where. Orders. "
    "Why, where there is none.",
    S.SOCIAL_PRESENTATION: "How the child comes across to others, and what help they need with it.",
    S.SELF_CARE: "What the child can do for themselves, and what comes next.",
    S.PLACEMENT: "Day-to-day care, what the carer may decide, visits, when the placement may end.",
    S.WISHES_CHILD: "What the child wants of these arrangements, in their words where you can.",
    S.WISHES_OTHERS: "What parents, people with parental responsibility and others who matter want.",
    S.PROTECTION: "For a child who was trafficked or came alone. Leave empty for others.",
}
