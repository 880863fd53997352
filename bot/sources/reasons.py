"""Every code by which a row, a poll or a mapping is refused; the words for them are templates."""

ROW = frozenset(
    {
        "category_missing",
        "duplicate_key",
        "encoding",
        "json_unreadable",
        "nesting",
        "not_a_number",
        "number_too_large",
        "ref_missing",
        "ref_unreadable",
        "row_not_object",
        "row_ragged",
        "row_too_long",
        "row_unreadable",
        "time_extreme",
        "time_missing",
        "time_unreadable",
        "unit_missing",
        "value_missing",
        "value_too_long",
        "value_unmapped",
        "value_unreadable",
    }
)

# These concern a file as a whole, or all of it that follows.
FILE = frozenset(
    {
        "column_missing",
        "column_repeated",
        "duplicate_key",
        "encoding",
        "file_unreadable",
        "header_unreadable",
        "json_broken",
        "records_missing",
        "row_too_long",
        "too_large",
    }
)

FEED = frozenset(
    {
        "duplicate_key",
        "encoding_unknown",
        "folder_missing",
        "folder_unreadable",
        "foreign_page",
        "http_missing",
        "http_status",
        "inflate",
        "not_json",
        "records_missing",
        "redirected",
        "row_too_long",
        "timeout",
        "token_missing",
        "too_large",
        "too_many_pages",
        "unauthorised",
        "unreachable",
    }
)

# Beside these a mapping may be refused by pydantic's own codes: missing, extra_forbidden, literal_error, …
MAPPING = frozenset(
    {
        "category_missing",
        "column_or_default",
        "crimes_expected",
        "day_from_missing",
        "day_incomplete",
        "directive_repeated",
        "duration",
        "encoding_unknown",
        "extra_forbidden",
        "file_unreadable",
        "formats_clash",
        "half_day_unclear",
        "hour_missing",
        "http_json_only",
        "http_missing",
        "incident_day_missing",
        "incidents_expected",
        "keep_or_drop",
        "link_pattern",
        "other_force",
        "paging_field",
        "paging_parameter",
        "path_outside",
        "pattern_groups",
        "pattern_unusable",
        "toml_syntax",
        "token_in_clear",
        "unknown_directive",
        "url_unusable",
        "zone_unknown",
    }
)
