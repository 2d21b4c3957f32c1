"""What all tests share: how logs are drawn at random, and which tests the quick suite leaves out.

``make test`` tries the same examples in every run. With ``TIMELINE_FRESH`` set, as ``make nightly`` sets it, properties
are tried on others, by the seed that ``--hypothesis-seed`` gives; what fails is kept in ``.hypothesis/nightly`` and tried
first in the next such run. No test has a deadline, for how fast a machine is says nothing of what must hold.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

HERE = Path(__file__).resolve().parent

settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile(
    "fresh",
    deadline=None,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(HERE.parent / ".hypothesis" / "nightly"),
    print_blob=True,
)
settings.load_profile("fresh" if os.environ.get("TIMELINE_FRESH") else "same")

# The tests that `make test-quick` leaves out, by file and, where not all of it is slow, by the name of the test.
LEFT_OUT = {
    "figures": (
        "figures/test_baseline.py",
        "figures/test_drawn.py",
        "figures/test_figures.py",
        "figures/test_gallery.py",
        "figures/test_kinds.py",
        "figures/test_print_faults.py",
        "figures/test_python.py",
        "figures/test_sight.py",
        "page/test_page.py",
        "page/test_pictures.py",
        "story/test_script.py",
        "test_readme.py",
    ),
    "faults": (
        "test_attacks.py",
        "test_attaching.py::test_a_power_cut_at_any_call_leaves_no_record_without_its_copy",
        "test_attaching.py::test_every_call_that_goes_wrong",
        "test_faults.py",
        "test_importing.py::test_every_call_that_goes_wrong_leaves_all_rows_or_none",
        "test_merging.py",
        "test_seen.py::test_every_flipped_bit_of_a_memory_is_found",
    ),
    "long": (
        "history/test_git_history.py",
        "story/test_story.py",
        "test_asof.py::test_a_later_as_of_never_un_knows",
        "test_codec.py::test_any_body_is_a_record_or_is_refused_and_people_are_told_the_same",
        "test_codec.py::test_any_payload_comes_back_the_same",
        "test_dates.py",
        "test_edtf.py::test_a_masked_year_means_the_years_that_fit_it",
        "test_edtf.py::test_any_text_is_a_date_or_a_date_error",
        "test_exporting.py",
        "test_importing.py::test_what_steers_a_terminal_never_reaches_it",
        "test_importing.py::test_whatever_a_sheet_holds_it_is_read_or_refused",
        "test_judging.py::test_checking_what_is_new_finds_what_checking_everything_finds",
        "test_judging.py::test_what_bears_on_others_is_all_that_has_to_be_judged",
        "test_page_memory.py",
        "test_proof.py::test_whatever_a_body_holds_no_more_is_proved_than_is_read",
        "test_semantics_properties.py",
        "test_stateful.py",
        "test_terminal.py::test_no_character_that_a_terminal_obeys_passes",
        "test_views.py::test_rectangles_agree_with_the_questions_they_answer",
        "test_walking.py",
    ),
}


def pytest_collection_modifyitems(items):
    """Mark what the quick suite leaves out."""
    marks = {name: mark for mark, names in LEFT_OUT.items() for name in names}
    for item in items:
        file = item.path.relative_to(HERE).as_posix() if item.path.is_relative_to(HERE) else item.path.name
        test = getattr(item, "originalname", None) or item.name
        for name in (file, f"{file}::{test}"):
            if name in marks:
                item.add_marker(getattr(pytest.mark, marks[name]))
