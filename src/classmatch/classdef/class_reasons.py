"""Why a candidate is not, or not certainly, in the class: a closed list, in the order of the rules."""

from __future__ import annotations

from enum import StrEnum


class ClassReason(StrEnum):
    """A rule of the class definition that is false or unknown of a candidate."""

    NOT_IN_CLASS_SOURCE = "not_in_class_source"
    SOURCE_UNCERTAIN = "source_uncertain"
    NO_IDENTIFIER = "no_identifier"
    IDENTIFIER_UNKNOWN = "identifier_unknown"
    LANGUAGE_NOT_IN_CLASS = "language_not_in_class"
    LANGUAGE_UNKNOWN = "language_unknown"
    TYPE_NOT_IN_CLASS = "type_not_in_class"
    TYPE_UNKNOWN = "type_unknown"
    UNPUBLISHED = "unpublished"
    PREREGISTRATION = "preregistration"
    FOREIGN = "foreign"
    NATION_UNKNOWN = "nation_unknown"
    RENEWAL = "renewal"
    SUPPLEMENTARY = "supplementary"
    PUBLISHED_AFTER_ACQUISITION = "published_after_acquisition"
    PUBLISHED_BY_ACQUISITION_UNKNOWN = "published_by_acquisition_unknown"
    REGISTERED_TOO_LATE = "registered_too_late"
    REGISTERED_IN_TIME_UNKNOWN = "registered_in_time_unknown"
    NOT_TIMELY = "not_timely"
    TIMELY_UNKNOWN = "timely_unknown"
    EXCLUDED_CLAIMANT = "excluded_claimant"
    EXCLUDED_NAME = "excluded_name"
    OPTED_OUT = "opted_out"
    OPTED_OUT_NAME = "opted_out_name"


MEANINGS = {
    ClassReason.NOT_IN_CLASS_SOURCE: "No valid copy of the work is in a library of the class by its content date.",
    ClassReason.SOURCE_UNCERTAIN: "Whether a library of the class had taken the file in by its content date is open.",
    ClassReason.NO_IDENTIFIER: "The work has none of the identifiers that the class asks for.",
    ClassReason.IDENTIFIER_UNKNOWN: "No identifier is on record, and the definition leaves open what follows.",
    ClassReason.LANGUAGE_NOT_IN_CLASS: "The work is in none of the languages of the class.",
    ClassReason.LANGUAGE_UNKNOWN: "The catalogs do not say in which language the work is.",
    ClassReason.TYPE_NOT_IN_CLASS: "The registration is of another class of works.",
    ClassReason.TYPE_UNKNOWN: "The class of the registration cannot be told from its number.",
    ClassReason.UNPUBLISHED: "The work was registered unpublished, which the definition leaves out or leaves open.",
    ClassReason.PREREGISTRATION: "It is a preregistration, which the definition leaves out or leaves open.",
    ClassReason.FOREIGN: "It was first published abroad, which the definition leaves out or leaves open.",
    ClassReason.NATION_UNKNOWN: "The registration does not say whether the work was first published abroad.",
    ClassReason.RENEWAL: "It is a renewal, which the definition leaves out or leaves open.",
    ClassReason.SUPPLEMENTARY: "It is a supplementary registration, which the definition leaves out or leaves open.",
    ClassReason.PUBLISHED_AFTER_ACQUISITION: "Published after the last copying: this cannot be what was copied.",
    ClassReason.PUBLISHED_BY_ACQUISITION_UNKNOWN: "It may have been published only after the last copying.",
    ClassReason.REGISTERED_TOO_LATE: "Registered more years after publication than the definition allows.",
    ClassReason.REGISTERED_IN_TIME_UNKNOWN: "The dates leave open whether it was registered within the years allowed.",
    ClassReason.NOT_TIMELY: "Registered neither before the copying nor within the months after publication, as asked.",
    ClassReason.TIMELY_UNKNOWN: "The dates leave open whether it was registered before the copying or in those months.",
    ClassReason.EXCLUDED_CLAIMANT: "All claimants are organisations that the definition excludes.",
    ClassReason.EXCLUDED_NAME: "A claimant has the name of an excluded person; a name alone is no proof.",
    ClassReason.OPTED_OUT: "An owner took the work out of the class.",
    ClassReason.OPTED_OUT_NAME: "A claimant has the name of one who opted out; a name alone is no proof.",
}
