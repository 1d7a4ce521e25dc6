"""The closed sets of the library: mention labels, event types, argument roles, statuses.

One home for each set; every other module, table and schema refers to these names.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

MentionLabel = Literal["PERSON", "ROLE", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "DATE"]
EventType = Literal[
    "meeting", "call", "visit", "conference", "agreement", "pledge", "cooperation", "exercise",
    "support", "aid", "request", "appointment", "accusation", "rejection", "threat", "protest",
    "sanction", "mobilization", "coercion", "attack", "concession",
]  # fmt: skip
ArgumentRole = Literal["agent", "target", "place", "time"]
EventStatus = Literal["actual", "planned", "requested", "denied"]
RoleStatus = Literal["current", "former", "acting", "future"]
RoleKind = Literal[
    "head_of_state", "head_of_government", "deputy_head", "minister", "deputy_minister",
    "military_commander", "military_rank", "spokesperson", "ambassador", "envoy", "legislator",
    "judge", "party_official", "intelligence_chief", "security_official", "international_official",
    "governor", "monarch", "religious_leader", "adviser", "director", "leader", "member", "other",
]  # fmt: skip

MENTION_LABELS: Final[tuple[MentionLabel, ...]] = get_args(MentionLabel)
EVENT_TYPES: Final[tuple[EventType, ...]] = get_args(EventType)
ARGUMENT_ROLES: Final[tuple[ArgumentRole, ...]] = get_args(ArgumentRole)
EVENT_STATUSES: Final[tuple[EventStatus, ...]] = get_args(EventStatus)
ROLE_STATUSES: Final[tuple[RoleStatus, ...]] = get_args(RoleStatus)
ROLE_KINDS: Final[tuple[RoleKind, ...]] = get_args(RoleKind)
