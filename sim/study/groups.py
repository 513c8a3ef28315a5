"""Whom outcomes concern: the front line, managers by their place in the tree, families."""

# Whom it concerns: what they meet. Outcomes of managers that an authority lacks are left out.
GROUPS: dict[str, tuple[str, ...]] = {
    "Front line": (
        "burnout",
        "front_line_turnover",
        "overtime_hours",
        "supervision_missed",
        "caseload",
        "heard_rate",
        "fear",
    ),
    "Team managers": (
        "team_manager_burnout",
        "team_manager_turnover",
        "team_manager_overtime",
        "team_manager_vacancy",
        "team_manager_support",
        "disconnect_tier_1",
    ),
    "Managers between": (
        "middle_manager_burnout",
        "middle_manager_turnover",
        "middle_manager_overtime",
        "middle_manager_vacancy",
        "middle_manager_support",
    ),
    "Director": ("director_burnout", "director_turnover", "director_overtime", "director_vacancy"),
    "What senior leaders know": ("disconnect", "seen_share"),
    "Families": (
        "waiting_weeks",
        "unallocated_cases",
        "worker_changes",
        "overdue_visits",
        "incident_risk",
        "complaints",
    ),
}
PEOPLE = tuple(name for names in GROUPS.values() for name in names)
