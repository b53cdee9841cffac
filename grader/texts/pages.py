"""Texts on the pages of HTML: headings, labels, and the words that their scripts use."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    # ── the command
    "help_report": _(
        "Write a page for a browser, in one file that loads nothing: of one result, or of a whole class.\n\n"
        "Examples:  grader report alice.json -o alice.html  ·  grader report gradebook.db -o class.html"
    ),
    "help_report_source": _("A result that --format json wrote, or a gradebook (a file, or the URL of a server)."),
    "help_report_output": _("The file to write. Only you can read it."),
    "help_report_audience": _("Who reads the page of one result. A student does not see what a hidden test called."),
    "help_report_run": _("Show this run of the gradebook instead of what counts now."),
    "help_report_section": _("Show only this section of the gradebook. Repeat it for more."),
    "help_report_similar": _("Pairs to show beside the class: what `grader similar --format json` wrote."),
    "help_report_pictures": _(
        "The submission that the result is of. Where an exercise is wrong, pictures of its answers go into the page."
    ),
    "report_only_of_result": _("--pictures is for the page of one result, and %(file)s is a gradebook."),
    # Translators: %(titles)s are titles of pictures; the words are for those who cannot see them.
    "page_pictures": _("Pictures: %(titles)s"),
    "pages_need_jinja2": _("pages need a package that is not installed. Run: pip install jinja2"),
    "report_not_a_result": _("%(file)s is not a result that --format json wrote: %(problem)s"),
    "report_not_similar": _("%(file)s is not a list that `grader similar --format json` wrote."),
    "report_too_large": _("%(file)s is larger than %(mib)d MiB, so it is no result."),
    "report_only_of_class": _("%(option)s is for the page of a class, and %(file)s is one result."),
    "report_done": _("%(file)s: the page of %(submission)s."),
    "report_done_class": Plural(
        "%(file)s: the page of %(count)d student.", "%(file)s: the page of %(count)d students."
    ),
    # ── pictures
    "help_plot": _(
        "Draw pictures of a section from the numbers that your own code gives.\n\n"
        "Examples:  grader plot s3  ·  grader plot s7 -o xor.svg  ·  grader plot s5 alice/ -o alice.png"
    ),
    "help_plot_path": _("A folder with section files, a zip file of one, or one file. Default: exercises/"),
    "help_plot_section": _("The section; the beginning of its name will do, such as s3."),
    "help_plot_output": _("The picture to write, a .png or .svg file. Default: the section's name, as .png."),
    "plot_needs_matplotlib": _("pictures need a package that is not installed. Run: pip install matplotlib"),
    "plot_form": _("%(file)s is neither a .png nor a .svg file."),
    "plot_none": _("%(section)s has no pictures."),
    "plot_file_wrong": _("%(file)s cannot be used: %(problem)s"),
    # Translators: the six below say why a picture is missing; %(title)s is the picture's.
    "plot_needs": _("%(title)s: write `%(exercise)s` first, since this is drawn from it."),
    "plot_refused": _("%(title)s: this cannot be drawn, since a call of your code is not possible: %(names)s"),
    "plot_raised": _("%(title)s: this cannot be drawn, since your code raised %(error)s"),
    "plot_hung": _("%(title)s: this cannot be drawn, since your code did not answer in time."),
    "plot_crashed": _("%(title)s: this cannot be drawn, since your code ended its process."),
    "plot_malformed": _(
        "%(title)s: this cannot be drawn, since an answer does not have the expected form. Check: %(exercises)s"
    ),
    # Translators: stands in a picture.
    "plot_not_finite": _("these numbers are nan or inf"),
    # Translators: whose numbers a curve shows, in a legend.
    "plot_yours": _("yours"),
    "plot_right": _("right"),
    # ── on every page
    "page_skip": _("Skip to the content"),
    "page_section": _("section"),
    "page_sections": _("Sections"),
    "page_points": _("points"),
    # Translators: read to those who cannot see the bars: how much of the points was reached.
    "page_share": _("share of the points"),
    "page_open_all": _("Open all"),
    "page_close_all": _("Close all"),
    # Translators: labels before what a call should have returned, and before what it returned.
    "page_expected": _("expected"),
    "page_got": _("got"),
    # ── the page of a class
    # Translators: the name, for screen readers, of the links to the parts of the page.
    "page_parts": _("Parts of this page"),
    "page_class_title": _("The class"),
    "page_no_script": _(
        "The table, the map and the students' own views need JavaScript, which is off in this browser."
    ),
    # Translators: heads of columns.
    "page_exercise": _("exercise"),
    "page_percent": _("percent"),
    "page_spread": _("spread"),
    "page_student": _("student"),
    "page_id": _("id"),
    "page_total": _("total"),
    "page_evidence": _("evidence"),
    # Translators: a title above exercises, of which the hardest comes first.
    "page_exercises": _("Exercises, the hardest first"),
    "page_map": _("Who has what right"),
    "page_map_about": _(
        "A row is a student, the best first. A column is an exercise. Click on a place to see the student."
    ),
    # Translators: the words for those who cannot see the map.
    "page_map_label": _(
        "A map of all students and exercises. The table of students below has the same, to filter by exercise."
    ),
    "page_map_place": _("%(student)s, %(exercise)s: %(end)s"),
    "page_mistakes_about": _("The number is how many students made the mistake. It shows who they are."),
    "page_mistake_students": _("Show who made this mistake: %(count)s"),
    "page_similar": _("Similar hand-ins"),
    "page_students": _("Students"),
    "page_search": _("Search for a name or an id"),
    "page_show": _("Show"),
    "page_show_all": _("everybody"),
    # Translators: a choice of whom to show.
    "page_show_not_right": _("who does not have %(exercise)s right"),
    "page_show_mistake": _("who made this mistake in %(exercise)s"),
    "page_shown": _("Shown: %(shown)s of %(all)s"),
    "page_back": _("Back to the class"),
}
