//! Every code of a diagnostic, with its documentation: what `dictamen explain CODE` prints.
//!
//! S01xx syntax, B02xx the book and its versions, N03xx names, T04xx types, L05xx lints, M06xx mappings.
//! A code that is no longer used is never given to another mistake.

/// A stable code with its documentation.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// The code, such as `T0401`.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it is a mistake, in one or two sentences.
    pub why: &'static str,
    /// The smallest rule text that shows it.
    pub example: &'static str,
    /// The same text mended.
    pub mend: &'static str,
}

/// A code, by reference to its entry.
pub type Code = &'static Entry;

/// Declares entries as constants and lists them in order.
macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal, $why:literal, $example:literal, $mend:literal;)*) => {
        $(#[doc = concat!("`", $code, "`: ", $title)]
        pub const $name: Code = &Entry {
            code: $code, title: $title, why: $why, example: $example, mend: $mend,
        };)*
        /// Every code, in order.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    SYNTAX = "S0101", "the text does not follow the grammar",
        "What stands at this place cannot follow what stands before it.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    UNCLOSED_TEXT = "S0102", "a quoted text is not closed",
        "A quoted text may run over lines, so that without its second quote it would swallow what comes after it.",
        "clause a.b \"A\"\n  cites \"art. 1\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    MISSING_CITES = "S0103", "a clause cites nothing",
        "Every clause says which article it comes from; every finding repeats it to the institution.",
        "clause a.b \"A\"\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    MISSING_REQUIRES = "S0104", "a clause requires nothing",
        "A clause asks for something, or says why it cannot be judged.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  not judged \"a power, not a duty\"\n";
    LINE_ORDER = "S0105", "a line is out of its place",
        "The lines of an item always stand in the same order, so that every clause reads alike.",
        "clause a.b \"A\"\n  requires count(projects) <= 7\n  cites \"art. 1\"\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    LINE_TWICE = "S0106", "a line stands twice",
        "Of two lines that say the same kind of thing nobody could tell which one holds. Only `except when` may be repeated.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  cites \"art. 2\"\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1; art. 2\"\n  requires count(projects) <= 7\n";
    UNKNOWN_LINE = "S0107", "a line begins with an unknown word",
        "Each line of an item begins with a word that says what the line is.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  require count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    UNKNOWN_ITEM = "S0108", "an item begins with an unknown word",
        "A line at the margin begins an item, and its first word says which: `clause`, `record`, `define` and so on.",
        "clase a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    NOT_INDENTED = "S0109", "a line of an item stands at the margin",
        "Only items begin at the margin; their lines are indented, which is how the end of an item is known.",
        "enum Modality\n  lease\nservice\n",
        "enum Modality\n  lease\n  service\n";
    INDENTED_ITEM = "S0110", "an item does not begin at the margin",
        "An indented line belongs to the item above it; an item of its own begins at the margin.",
        "enum Modality\n  lease\n  enum Outcome\n  refused\n",
        "enum Modality\n  lease\n\nenum Outcome\n  refused\n";
    RESERVED_WORD = "S0111", "a word of the language is used as a name",
        "What stands alone in an expression must not be taken for a word of the language. In a record, and after a dot, any name will do.",
        "parameter count = 7\n",
        "parameter project_cap = 7\n";
    MALFORMED_DATE = "S0112", "a date is not written year-month-day",
        "A date has one form, four digits, two and two, so that nobody takes the day for the month.",
        "calendar federal\n  holiday 16-09-2014 \"Independence Day\"\n",
        "calendar federal\n  holiday 2014-09-16 \"Independence Day\"\n";
    UNCLOSED_BRACKET = "S0113", "a bracket is not closed",
        "Each `(` needs its `)` and each `{` its `}`, in messages too.",
        "parameter modalities = {lease, service\n",
        "parameter modalities = {lease, service}\n";
    STRAY_BRACKET = "S0114", "a bracket closes nothing",
        "No bracket was open at this place.",
        "define late(r: Request) = r.sent_on after r.due_on)\n",
        "define late(r: Request) = r.sent_on after r.due_on\n";
    AND_OR_MIXED = "S0115", "`and` and `or` are mixed without parentheses",
        "Readers differ on which of the two binds tighter, so the text must say what belongs together.",
        "define open(r: Request) = r.hosting or r.leased and r.urgent\n",
        "define open(r: Request) = r.hosting or (r.leased and r.urgent)\n";
    CHAINED_COMPARISON = "S0116", "a comparison is compared in turn",
        "The outcome of `a < b` is true or false and is not less than anything; a value between two others has a form of its own.",
        "define fits(r: Request) = 1 <= r.packages <= 7\n",
        "define fits(r: Request) = r.packages between 1 and 7\n";
    NESTED_TOO_DEEP = "S0117", "an expression is nested too deep",
        "Up to 64 brackets, conditions and signs may stand within each other, and up to 128 operations in a chain: nobody can read deeper.",
        "define odd = ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))\n",
        "define odd = 1\n";
    FOREIGN_SIGN = "S0118", "a sign is none of this language",
        "The language compares by `=` and `!=` and joins by the words `and`, `or` and `not`.",
        "define both(r: Request) = r.hosting and r.packages == 2\n",
        "define both(r: Request) = r.hosting and r.packages = 2\n";
    FOREIGN_QUOTE = "S0119", "a text stands between other quotes",
        "A text stands between straight double quotes; word processors put curved ones in their place.",
        "authority ugd 'Unidad de Gobierno Digital'\n",
        "authority ugd \"Unidad de Gobierno Digital\"\n";
    UNKNOWN_ESCAPE = "S0120", "a backslash stands before a sign that needs none",
        "In a text `\\\"`, `\\\\`, `\\{` and `\\}` stand for the sign after the backslash; before anything else it would be a guess.",
        "authority ugd \"Gobierno \\d\"\n",
        "authority ugd \"Gobierno \\\\d\"\n";
    MALFORMED_NUMBER = "S0121", "a number is not written as one",
        "Digits may be grouped by single `_`, decimals follow one point, and what is counted stands apart.",
        "parameter lease_term = 15days\n",
        "parameter lease_term = 15 days\n";
    MISSING_VALUE = "S0122", "a parameter or an indicator has no value",
        "What is named must be worth something.",
        "indicator spending \"Spending\" in MXN\n  cites \"art. 1\"\n",
        "indicator spending \"Spending\" in MXN\n  cites \"art. 1\"\n  value sum(r.amount for r in requests)\n";
    WORDING = "S0123", "plain words stand where the language has words of its own",
        "The language says each thing in one way, so that a clause is read aloud alike by everyone. The help says which.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) is at most 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    STOP = "S0124", "a sign ends a line that ends by itself",
        "No full stop, comma or colon ends a line or parts its first words from the rest: a line ends where the next one begins.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7.\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    DROPS_NEEDED = "S0130", "an amendment drops a line that no clause does without",
        "Every clause cites an article and asks for something, or says why it cannot be judged; such a line can be written anew, but not taken away.",
        "amends clause petic.strategic_cap\n  drops cites\n",
        "amends clause petic.strategic_cap\n  cites \"Acuerdo art. 7\"\n";
    AMENDS_NOTHING = "S0131", "the amendment of a clause changes nothing",
        "`amends clause` is followed by the lines that change, or that go.",
        "amends clause petic.strategic_cap\n",
        "amends clause petic.strategic_cap\n  drops remedy\n";
    BARE_BRACE = "S0132", "a bare brace stands in a text that takes no expression",
        "A title and a `text` take the names of plain parameters, `otherwise` and `remedy` take expressions; anywhere else a brace would be printed as it stands.",
        "clause a.b \"A\"\n  cites \"art. {article}\"\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. \\{article}\"\n  requires count(projects) <= 7\n";
    TOO_MANY_MISTAKES = "S0201", "more mistakes stand in one file than are told",
        "A text with more than a thousand mistakes is seldom a rules file: what follows them is not read. Each line below is one of them.",
        "This letter,\nwhich was saved\nunder another name,\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";

    NO_VOCABULARY = "B0201", "the rule book has no vocabulary",
        "Rules speak of what a filing contains, and one file of the book must say what that is.",
        "ruleset ict_policy 2014\n  in force  from 2014-05-09\n  for years from 2014\n",
        "vocabulary ict_filing\n\nfiling\n  key filing_id\n  year fiscal_year\n  filing_id text\n  fiscal_year year\n";
    VOCABULARY_TWICE = "B0202", "the rule book has two vocabularies",
        "The vocabulary has no versions: one holds what all of them ask.",
        "vocabulary ict_filing\n\nvocabulary other_filing\n",
        "vocabulary ict_filing\n";
    CALENDAR_TWICE = "B0203", "the rule book has two calendars",
        "Business days count on one calendar, or nobody could say which.",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2016\n\ncalendar local\n  rest sunday\n  covers 2014 to 2016\n",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2016\n";
    NO_RULESET = "B0204", "the rule book has no ruleset",
        "Filings are judged by a version of a ruleset; without one there is nothing to judge them by.",
        "vocabulary ict_filing\n",
        "ruleset ict_policy 2014\n  in force  from 2014-05-09\n  for years from 2014\n";
    OUT_OF_PLACE = "B0205", "an item stands in a file of another kind",
        "What a filing contains stands below `vocabulary`, provisions below `ruleset` or `part of`; the line says to what they belong.",
        "vocabulary ict_filing\n\nparameter cap = 7\n",
        "ruleset ict_policy 2014\n  in force  from 2014-05-09\n  for years from 2014\n\nparameter cap = 7\n";
    FILING_TWICE = "B0206", "the vocabulary says twice what a filing contains",
        "There is one kind of filing, and its fields stand in one place.",
        "vocabulary ict_filing\n\nfiling\n  key filing_id\n  year fiscal_year\n  filing_id text\n  fiscal_year year\n\nfiling\n  projects list of Project\n",
        "vocabulary ict_filing\n\nfiling\n  key filing_id\n  year fiscal_year\n  filing_id text\n  fiscal_year year\n  projects list of Project\n";
    RULESET_NAMES = "B0207", "versions of one book have different names",
        "A rule book holds one ruleset; its versions have its name and a name of their own.",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years from 2014\n\nruleset ict_rules 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years from 2014\n\nruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n";
    VERSION_TWICE = "B0208", "two versions have one name",
        "A version's name says which text is meant, so it stands once.",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years from 2014\n\nruleset ict_policy 2014\n  in force from 2014-05-10\n  for years from 2014\n",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years from 2014\n";
    AMENDS_UNKNOWN = "B0209", "a version amends one that does not exist",
        "An amendment changes the text of another version, which must be in the book.",
        "ruleset ict_policy 2016 amends 2041\n  in force from 2016-02-05\n  for years from 2016\n",
        "ruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n";
    NO_CHAIN = "B0210", "the versions form no chain",
        "Each version but the first amends the one before it, so that one text is in force on any day.",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years from 2014\n\nruleset ict_policy 2016\n  in force from 2016-02-05\n  for years from 2016\n",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years from 2014\n\nruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n";
    PART_OF_UNKNOWN = "B0211", "a part belongs to a version that does not exist",
        "The first line of a part names the version to which its provisions belong.",
        "part of ict_policy 2041\n",
        "part of ict_policy 2014\n";
    HEADER_LINE_MISSING = "B0212", "a ruleset lacks a line",
        "Which filings a version governs, and which acts, must be known of each version.",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years from 2014\n";
    YEARS_OVERLAP = "B0213", "two versions govern filings of one year",
        "A filing is judged by the one version whose years hold its fiscal year.",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years 2014 to 2016\n\nruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years 2014 to 2015\n\nruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n";
    YEARS_BACKWARDS = "B0214", "the years of a version hold no year",
        "The first year comes before the last, and both lie between 1 and 9999.",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years 2015 to 2014\n",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years 2014 to 2015\n";
    IN_FORCE_ORDER = "B0215", "a version is in force no later than the one that it amends",
        "Each version is in force until the next begins, so their first days ascend along the chain.",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years 2014 to 2015\n\nruleset ict_policy 2016 amends 2014\n  in force from 2014-02-05\n  for years from 2016\n",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years 2014 to 2015\n\nruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n";
    ADDS_EXISTING = "B0216", "an amendment adds what exists",
        "To add is to say something new; to change what stands is to replace it.",
        "adds parameter strategic_project_cap = 8\n",
        "sets parameter strategic_project_cap = 8\n";
    AMENDS_ABSENT = "B0217", "an amendment changes what does not exist",
        "Only what stands in the text before can be replaced, repealed or set.",
        "repeals clause ads.catalog\n",
        "repeals clause ads.catalogue\n";
    NO_VERB = "B0218", "a provision of an amendment has no verb",
        "An amendment says only what it changes, and how: nothing stands in it without a verb.",
        "ruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n\nparameter exempt_umas = 300\n",
        "ruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n\nadds parameter exempt_umas = 300\n";
    VERB_IN_FIRST = "B0219", "a verb stands in a first version",
        "A first version amends nothing: its provisions simply stand.",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years from 2014\n\nadds parameter exempt_umas = 300\n",
        "ruleset ict_policy 2014\n  in force from 2014-05-09\n  for years from 2014\n\nparameter exempt_umas = 300\n";
    PROVISION_TWICE = "B0220", "the text of a version names a provision twice",
        "A version says once what a provision is, or what becomes of it.",
        "parameter exempt_umas = 300\n\nparameter exempt_umas = 400\n",
        "parameter exempt_umas = 300\n";
    SETS_OTHER_KIND = "B0221", "a parameter with one value is set as one that changes over time, or the reverse",
        "`sets` gives another value, or further `from` lines to a parameter that has such lines.",
        "sets parameter daily_uma = 84.49 MXN\n",
        "sets parameter daily_uma\n  from 2019-02-01 = 84.49 MXN\n";
    STEPS_ORDER = "B0222", "the lines of a dated parameter are not in order",
        "Each value holds until the next begins, so the lines go from earlier to later and `until` comes last.",
        "parameter daily_uma: money in MXN\n  from 2017-02-01 = 75.49 MXN\n  from 2016-02-01 = 73.04 MXN\n",
        "parameter daily_uma: money in MXN\n  from 2016-02-01 = 73.04 MXN\n  from 2017-02-01 = 75.49 MXN\n";
    STEPS_GAP = "B0223", "further lines of a dated parameter leave days without a value",
        "What was given up to a day goes on the day after; otherwise nobody could say what held between.",
        "sets parameter daily_uma\n  from 2019-03-01 = 84.49 MXN\n",
        "sets parameter daily_uma\n  from 2019-02-01 = 84.49 MXN\n";
    GOVERNED = "B0224", "what chooses the text that governs an act is not the same in every version",
        "The date of the act chooses the text, so the text cannot choose the date: `for each` and `governed by`, with all that they name, read alike in every version of a clause.",
        "replaces clause apct.registration \"Contracts are registered\"\n  cites \"rule 8\"\n  for each c in contracts governed by c.tool_on\n  requires c.tool_on is given\n",
        "replaces clause apct.registration \"Contracts are registered\"\n  cites \"rule 8\"\n  for each c in contracts governed by c.signed_on\n  requires c.tool_on is given\n";
    INDICATOR_CHANGES = "B0225", "an indicator changes its currency or its total between versions",
        "A batch holds filings of several versions, and what it totals must be one thing.",
        "replaces indicator spending \"Spending\" in USD\n  cites \"art. 1\"\n  value sum(r.amount for r in requests)\n  total sum\n",
        "adds indicator spending_in_dollars \"Spending\" in USD\n  cites \"art. 1\"\n  value sum(r.amount for r in requests)\n  total sum\n";
    CALENDAR_LINES = "B0226", "a line of the calendar is missing or stands twice",
        "A calendar says once which days of the week are free and which years it covers.",
        "calendar federal\n  rest saturday, sunday\n",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2019\n";
    CALENDAR_YEARS = "B0227", "the years of the calendar hold no year",
        "The first year comes before the last, and both lie between 1 and 9999.",
        "calendar federal\n  rest saturday, sunday\n  covers 2019 to 2014\n",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2019\n";
    HOLIDAY = "B0228", "a holiday lies outside the years covered, or stands twice",
        "A holiday of a year that the calendar does not cover would never be counted.",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2015\n  holiday 2016-09-16 \"Independence Day\"\n",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2016\n  holiday 2016-09-16 \"Independence Day\"\n";
    NO_WEEKDAY = "B0229", "a day of rest is no day of the week",
        "The free days are named in full: `saturday`, `sunday`.",
        "calendar federal\n  rest saturday, sundays\n  covers 2014 to 2019\n",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2019\n";
    SETS_TYPE = "B0230", "a parameter is set to a value of another type",
        "Everything that names the parameter was written for the type that it has.",
        "sets parameter exempt_umas = 300 MXN\n",
        "sets parameter exempt_umas = 300\n";
    NOT_UTF8 = "B0231", "a file is not UTF-8",
        "Rules are read as UTF-8, in which every letter of every language has one form; bytes of an older encoding cannot be told apart. Below, `\u{fffd}` stands for such a byte.",
        "authority ugd \"Direcci\u{fffd}n\"\n",
        "authority ugd \"Direcci\u{f3}n\"\n";
    DROPS_ABSENT = "B0240", "an amendment drops a line that the clause does not have",
        "Only a line that stands in the text before can be taken away, and what one amendment writes it does not drop as well.",
        "amends clause petic.strategic_cap\n  remedy \"Drop one\"\n  drops remedy\n",
        "amends clause petic.strategic_cap\n  remedy \"Drop one\"\n";
    AMENDS_DRAFT = "B0241", "a version in force amends a draft",
        "A draft is not law: only a further draft may amend it.",
        "ruleset ict_policy 2016 amends 2014\n  draft\n  for years from 2016\n\nruleset ict_policy 2018 amends 2016\n  in force from 2018-07-24\n  for years from 2019\n",
        "ruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n\nruleset ict_policy 2018 amends 2016\n  draft\n  for years from 2019\n";
    TRANSLATES_NOTHING = "B0242", "a translation says what the book does not",
        "A translation says in another language what stands in the version that it names, and nothing else.",
        "translation es of ict_policy 2041\n",
        "translation es of ict_policy 2014\n";
    TRANSLATED_TWICE = "B0243", "something is translated twice into one language",
        "Of two translations nobody could tell which one people read.",
        "translation es of ict_policy 2014\n\nauthority ugd \"Unidad\"\n\nauthority ugd \"Unidad de Gobierno Digital\"\n",
        "translation es of ict_policy 2014\n\nauthority ugd \"Unidad de Gobierno Digital\"\n";
    STALE_TRANSLATION = "B0244", "an amendment changes words that were translated",
        "A translation goes with the words that it translates; where an amendment changes them, it asks for a new one, and until then they are read in the book's own language.",
        "ruleset ict_policy 2016 amends 2014\n  in force from 2016-02-05\n  for years from 2016\n\namends clause petic.cap \"At most eight\"\n  requires count(projects) <= 8\n",
        "translation es of ict_policy 2016\n\nclause petic.cap \"A lo más ocho\"\n";

    HIDDEN_CHARACTER = "B0250", "a character is not to be seen",
        "A text that holds characters which are not to be seen, or which turn the direction of a line, reads as something else than what is judged.",
        "# a note\u{202e}\nparameter cap = 7\n",
        "# a note\nparameter cap = 7\n";
    LONE_RETURN = "B0251", "a carriage return ends no line",
        "An editor shows a new line where there is none: what looks like a rule is still the comment before it.",
        "# moved by decree\r  holiday 2020-09-16 \"Wednesday\"\nparameter cap = 7\n",
        "# moved by decree\nparameter cap = 7\n";
    LOOK_ALIKE = "B0252", "two names look alike",
        "Two names that nobody can tell apart by looking make a rule read as if it meant the other.",
        "parameter cap = 7\n\nparameter \u{441}\u{430}\u{440} = 8\n",
        "parameter cap = 7\n\nparameter later_cap = 8\n";
    MIXED_SCRIPTS = "B0253", "a name mixes the letters of several scripts",
        "A letter of another script looks like the one that is meant, and makes another name.",
        "parameter c\u{430}p = 7\n",
        "parameter cap = 7\n";

    UNKNOWN_NAME = "N0301", "there is nothing of this name",
        "A name that stands alone is a field of the filing, a parameter, a definition, a variable, a member or an enum.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(project) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    UNKNOWN_FIELD = "N0302", "the record has no such field",
        "What a record holds is written in the vocabulary, and nothing else can be asked of it.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every p in projects satisfies p.strategc\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every p in projects satisfies p.strategic\n";
    UNKNOWN_TYPE = "N0303", "there is no such type",
        "A type is one of the language's own, an enum or a record.",
        "record Request\n  modality Modalty\n",
        "record Request\n  modality Modality\n";
    UNKNOWN_OFFICE = "N0304", "there is no such authority",
        "Who watches over a clause, or is bound by it, is declared in the vocabulary.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  authority udg\n  requires count(projects) <= 7\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  authority ugd\n  requires count(projects) <= 7\n";
    DECLARED_TWICE = "N0305", "something is declared twice",
        "Of two things of one name nobody could say which is meant.",
        "enum Modality\n  lease\n  lease\n",
        "enum Modality\n  lease\n  service\n";
    NAME_CLASH = "N0306", "two names that stand alone are equal",
        "None of them hides another, so that a sentence means the same wherever it stands. Only members of different enums may be equal.",
        "parameter projects = 7\n",
        "parameter project_cap = 7\n";
    AMBIGUOUS_MEMBER = "N0307", "a member may be of several enums",
        "Where nothing else says which enum is meant, the text must.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires absent = not_applicable\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every c in contracts satisfies c.flag = not_applicable\n";
    NOT_A_MEMBER = "N0308", "the enum has no such member",
        "A field holds the members of its enum and nothing else, so it can be compared with nothing else.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every r in requests satisfies r.modality = favourable\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every r in requests satisfies r.modality = lease\n";
    RECORD_CYCLE = "N0309", "a record contains itself",
        "A filing ends somewhere, so records nest to a depth that is known beforehand.",
        "record Project\n  name text\n  parts list of Project\n",
        "record Project\n  name text key\n  part_of optional reference to projects\n";
    DEFINITION_CYCLE = "N0310", "a definition calls itself",
        "There is no recursion: every evaluation ends, in time linear in the filing.",
        "define late(r: Request) = not late(r)\n",
        "define late(r: Request) = r.sent_on after r.due_on\n";
    NO_FILING = "N0311", "the vocabulary does not say what a filing contains",
        "Filings are read by it, and rules speak of its fields.",
        "vocabulary ict_filing\n",
        "vocabulary ict_filing\n\nfiling\n  key filing_id\n  year fiscal_year\n  filing_id text\n  fiscal_year year\n";
    FILING_KEY = "N0312", "the key or the year of the filing cannot be told",
        "A filing is known by its key, and its year chooses the version that governs it.",
        "filing\n  key filing_id\n  filing_id text\n",
        "filing\n  key filing_id\n  year fiscal_year\n  filing_id text\n  fiscal_year year\n";
    REFERENCE = "N0313", "a reference leads nowhere",
        "A reference names a list of the filing whose rows are known by a key.",
        "record Request\n  project reference to project\n",
        "record Request\n  project reference to projects\n";
    NOT_VISIBLE = "N0314", "a row is named inside a list that does not belong to it",
        "What goes through a list further out may not name the row, so that time stays linear in the filing.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  for each r in requests\n  requires some c in contracts satisfies c.request = r\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  for each r in requests\n  requires count(c in contracts of r) > 0\n";
    REPEALED_NAME = "N0315", "a name is used that this version's text no longer has",
        "What names a repealed parameter or definition must go with it, or be replaced.",
        "repeals parameter exempt_umas\n",
        "repeals parameter exempt_umas\n\nreplaces clause procurement.assent \"No contract without assent\"\n  cites \"art. 9\"\n  requires every r in requests satisfies r.assented\n";

    TYPE_EXPECTED = "T0401", "a value of another type is expected",
        "Where something is asked, only what answers it may stand.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects)\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires count(projects) <= 7\n";
    COMPARE = "T0402", "two values cannot be compared",
        "Only values of one type are equal or different, earlier or later.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires filed_on <= 15\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires filed_on <= 2014-12-31\n";
    ARITHMETIC = "T0403", "two values cannot be calculated with",
        "Numbers are added to numbers, money to money of its currency, durations to dates.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires vb_on <= filed_on + 15\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires vb_on <= filed_on + 15 days\n";
    CURRENCIES = "T0404", "amounts of different currencies meet",
        "No rate of exchange is written here, so they can neither be compared nor added.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every r in requests satisfies r.amount <= 100 USD\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every r in requests satisfies r.amount <= 2_000 MXN\n";
    NO_ORDER = "T0405", "the values have no order",
        "Numbers, dates and the members of an `ordered` enum are greater or less; nothing else is.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every r in requests satisfies r.modality > lease\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every r in requests satisfies r.modality != lease\n";
    NEVER_ABSENT = "T0406", "`is given` asks of what is never absent",
        "What is not `optional` is given or still owed; to take silence for an answer would excuse what is missing.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every r in requests satisfies r.amount is given\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  requires every r in requests satisfies r.amount > 0 MXN\n";
    DATED_WITHOUT_ON = "T0407", "a parameter that changes over time is read without a date",
        "It has another value on another day, so the text says on which.",
        "define exempt(r: Request) = r.amount < 300 * daily_uma\n",
        "define exempt(r: Request) = r.amount < 300 * daily_uma on r.signed_on\n";
    ON_UNDATED = "T0408", "`on` reads what does not change over time",
        "Only a parameter with `from` lines has a value of a date.",
        "define few = count(projects) < project_cap on filed_on\n",
        "define few = count(projects) < project_cap\n";
    LONGEST_GAP = "T0409", "`longest_gap` is not compared with a duration",
        "A gap is no number: whether it is longer than six months depends on where it lies.",
        "define tested = longest_gap(t.on for t in tests, filed_on, as_of) <= 180\n",
        "define tested = longest_gap(t.on for t in tests, filed_on, as_of) <= 6 months\n";
    NO_SUCH_DATE = "T0410", "a date does not exist",
        "The month does not have that day, or the year lies outside 1 to 9999.",
        "define late = filed_on after 2015-02-29\n",
        "define late = filed_on after 2015-02-28\n";
    NUMBER_TOO_LARGE = "T0411", "a number is too large",
        "Numbers are exact, in 128 bits: about 38 digits, decimals included.",
        "parameter cap = 1000000000000000000000000000000000000000\n",
        "parameter cap = 1000000000\n";
    TOO_MANY_DECIMALS = "T0412", "a number has more decimals than its type holds",
        "Money holds four decimals, a decimal six, an integer none; nothing is rounded silently.",
        "parameter fee = 0.12345 MXN\n",
        "parameter fee = 0.1235 MXN\n";
    SCALE = "T0413", "a product would have more decimals than are kept",
        "Products are exact, so decimals add up; beyond thirty the text must say where to round.",
        "define share(a: decimal) = a * a * a * a * a * a\n",
        "define share(a: decimal) = round(a * a * a, 6) * round(a * a * a, 6)\n";
    ARGUMENTS = "T0414", "a call has the wrong number of arguments",
        "What is called is given exactly what it is defined with.",
        "define late(r: Request) = r.sent_on after r.due_on\n\ndefine any_late = some r in requests satisfies late\n",
        "define late(r: Request) = r.sent_on after r.due_on\n\ndefine any_late = some r in requests satisfies late(r)\n";
    ARGUMENT_TYPE = "T0415", "an argument is of another type",
        "A definition is checked for the types that it declares, and is called with those.",
        "define late(r: Request) = r.sent_on after r.due_on\n\ndefine any_late = some c in contracts satisfies late(c)\n",
        "define late(r: Request) = r.sent_on after r.due_on\n\ndefine any_late = some r in requests satisfies late(r)\n";
    NOT_A_LIST = "T0416", "what is gone through is no list",
        "Only a list, a set or an enum has rows.",
        "define any = some x in institution satisfies x.exempted\n",
        "define any = institution.exempted\n";
    OF = "T0417", "`of` cannot pick the rows that refer to a row",
        "It takes a list of the filing and a row that is gone through, of the list to which exactly one field refers.",
        "define used(p: Project) = count(a in accounts of p) > 0\n",
        "define used(p: Project) = count(r in requests of p) > 0\n";
    FOLLOWED_LIST = "T0418", "a list of a row that a reference leads to is gone through",
        "Many rows may refer to one, and going through its list for each of them would not be linear in the filing.",
        "define all_done(r: Request) = every q in r.project.quarters satisfies q.done\n",
        "define all_done(p: Project) = every q in p.quarters satisfies q.done\n";
    NO_CALENDAR = "T0419", "business days are counted without a calendar",
        "Which days are business days is for the calendar to say, never a guess.",
        "parameter term = 15 business days\n",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2019\n";
    SET = "T0420", "a set is not of distinct values of one type",
        "What is in a set is there once and can be compared with the rest.",
        "parameter exempted = {lease, 7}\n",
        "parameter exempted = {lease, service}\n";
    NOT_CONSTANT = "T0421", "a value is not known beforehand",
        "Parameters and the members of sets are written out; what depends on a filing or is computed is a definition.",
        "parameter cap = count(projects)\n",
        "define cap = count(projects)\n";
    DURATION = "T0422", "a duration stands where it cannot",
        "A month has no fixed number of days, so durations are added to dates, and compared only with a `longest_gap`.",
        "define slow = 15 days > 2 months\n",
        "define slow = filed_on + 15 days > filed_on + 2 months\n";
    LIST_ITEM = "T0423", "a type is put together as no type can be",
        "A list holds values or records: no lists, no references, and nothing optional; and `optional` stands once.",
        "record Request\n  papers list of optional text\n",
        "record Request\n  papers list of text\n";
    VOCABULARY_TOO_LARGE = "T0424", "a filing of the vocabulary is too large",
        "Every nested record becomes columns of its own; records that hold each other many times over, or too deep, come to more than any filing has.",
        "record A\n  b1 B\n  b2 B\n",
        "record A\n  bs list of B\n";
    TOO_MANY_NODES = "T0425", "the rule book grows too large once definitions take the place of their calls",
        "A definition that calls another twice, which calls another twice, doubles with each step.",
        "define f1(x: integer) = f0(x + 1) + f0(x + 2)\n",
        "define f1(x: integer) = 2 * f0(x) + 3\n";
    TOO_DEEP = "T0426", "expressions nest too deep",
        "Bodies of definitions are counted where they are called. A reader could not follow so many steps either.",
        "define d1 = d0 + 1\n\ndefine d2 = d1 + 1\n",
        "define d2 = d0 + 2\n";
    MESSAGE = "T0427", "a message shows what has no words",
        "A row is called by its key; one without a key can only be shown field by field.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  for each p in projects, q in p.quarters\n  requires q.done_on is given\n  otherwise \"{q} is late\"\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  for each p in projects, q in p.quarters\n  requires q.done_on is given\n  otherwise \"quarter {q.number} is late\"\n";
    INDICATOR = "T0428", "the value of an indicator is not of its unit",
        "An indicator is an amount in the currency that its title names, or a number.",
        "indicator spending \"Spending\"\n  cites \"art. 1\"\n  value sum(r.amount for r in requests)\n",
        "indicator spending \"Spending\" in MXN\n  cites \"art. 1\"\n  value sum(r.amount for r in requests)\n";
    PAIR = "T0429", "the second list of `for each` is neither a set nor the first row's own",
        "Each pair is judged, and pairs of unrelated rows would be as many as one list times the other.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  for each r in requests, c in contracts\n  requires c.sent_on is given\n",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  for each r in requests, c in contracts of r\n  requires c.sent_on is given\n";
    KEY = "T0430", "a key cannot tell rows apart",
        "A record has one key, a text that is never absent.",
        "record Project\n  folio optional text key\n",
        "record Project\n  folio text key\n";
    NO_CURRENCY = "T0431", "there is no such currency",
        "A currency is written by its three capital letters.",
        "indicator spending \"Spending\" in pesos\n  value sum(r.amount for r in requests)\n",
        "indicator spending \"Spending\" in MXN\n  value sum(r.amount for r in requests)\n";
    PARAMETER_TYPE = "T0432", "a parameter cannot be of this type",
        "A parameter holds one value, a set of values, or one value for each stretch of time.",
        "parameter caps: Project = 7\n",
        "parameter caps: integer = 7\n";
    AGGREGATE = "T0433", "the rows cannot be summed, compared or averaged",
        "`sum` and `mean` are of numbers and money; `min` and `max` also of dates.",
        "define all_in = sum(p.name for p in projects)\n",
        "define all_in = sum(p.budget for p in projects)\n";
    ROUND = "T0434", "`round` is given what it cannot round",
        "It takes a number or money, and how many decimals to keep, written out.",
        "define share = round(filed_on, 2)\n",
        "define share = round(count(projects) / 3, 2)\n";
    NOT_A_VALUE = "T0435", "a record, list or set stands where a single value is expected",
        "Only single values are compared, added or shown.",
        "define study_done(r: Request) = r.study = favourable\n",
        "define study_done(r: Request) = r.study.outcome = favourable\n";
    NO_FIELDS = "T0436", "a field is asked of what has none",
        "Only rows and records have fields.",
        "define any = projects.strategic\n",
        "define any = some p in projects satisfies p.strategic\n";
    BRANCHES = "T0437", "the branches of an `if` are of different types",
        "Whichever branch holds, what follows must be able to use it.",
        "define term(r: Request) = if r.hosting then 10 business days else 2 months\n",
        "define term(r: Request) = if r.hosting then 10 business days else 40 business days\n";
    THIS_CLAUSE = "T0450", "`this clause` stands where no clause is judged",
        "`this clause` is the id of the clause whose conditions are judged: those of the clause itself, and those of the ruleset for each clause in turn.",
        "define waived = some w in waivers satisfies w.clause_id = this clause\n",
        "define waived(id: text) = some w in waivers satisfies w.clause_id = id\n";
    TABLE = "T0451", "a table does not give each combination exactly once",
        "A table over enums says for every combination of their members what it is worth, and says it once; `other` stands for the members that no row beside it names.",
        "parameter threshold(Modality): money in MXN\n  lease = 7 MXN\n  service = 8 MXN\n",
        "parameter threshold(Modality): money in MXN\n  lease = 7 MXN\n  service = 8 MXN\n  other = 9 MXN\n";
    READING = "T0452", "a reading of a parameter does not fit it",
        "The readings of an open question are values of the parameter's type that differ from the one taken.",
        "parameter silence_covers = false\n  reading 7 \"the guide of 2016\"\n",
        "parameter silence_covers = false\n  reading true \"the guide of 2016\"\n";
    WORDED = "T0453", "a title or a text names what is no parameter with one value",
        "Titles and texts are read without a filing and without a date: only a parameter with one value says what stands there.",
        "parameter daily_uma: money in MXN\n  from 2016-02-01 = 73.04 MXN\n\nclause a.b \"Below {daily_uma}\"\n  cites \"art. 1\"\n  requires true\n",
        "parameter fee = 73.04 MXN\n\nclause a.b \"Below {fee}\"\n  cites \"art. 1\"\n  requires true\n";
    COMBINATIONS = "T0460", "sets within sets come to too many combinations",
        "Each member of one set is tried with each of the next, for every row. The product is bounded, so that a short rule cannot fill a machine.",
        "define mixed = some a in Modality satisfies some b in Modality satisfies some c in Modality satisfies some d in Modality satisfies some e in Modality satisfies some f in Modality satisfies some g in Modality satisfies some h in Modality satisfies some i in Modality satisfies a = i\n",
        "define mixed = some a in Modality satisfies some b in Modality satisfies a != b\n";
    UNUSED_PARAMETER = "L0501", "nothing names a parameter",
        "What a parameter sets changes no verdict unless a condition or a message names it.",
        "parameter probe = 7\n  cites \"art. 1\"\n",
        "parameter probe = 7\n  cites \"art. 1\"\n\nclause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires count(contracts) <= probe\n  otherwise \"no\"\n";
    UNUSED_DEFINITION = "L0502", "nothing names a definition",
        "A definition is law only where a clause uses it.",
        "define probe(c: Contract) = c.open\n",
        "define probe(c: Contract) = c.open\n\nclause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires probe(c)\n  otherwise \"{c.number}\"\n";
    UNUSED_ENUM = "L0503", "no field is of an enum",
        "Filings can say its members nowhere.",
        "enum Probe\n  one \"One\"\n",
        "# no such enum\n";
    UNUSED_RECORD = "L0504", "no field is of a record",
        "Filings can say its fields nowhere.",
        "record Probe\n  first text\n",
        "# no such record\n";
    UNUSED_AUTHORITY = "L0505", "no clause names an authority",
        "It watches over nothing and is bound by nothing.",
        "authority probe \"Probe\"\n",
        "# no such authority\n";
    UNUSED_FIELD = "L0506", "no clause reads a field",
        "Institutions file it for nothing.",
        "record Probe\n  first text\n",
        "# no such record\n";
    NEVER_BROKEN = "L0507", "a clause can never be broken",
        "What it requires is so whatever a filing says.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires cap = 7\n  otherwise \"no\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires count(contracts) <= cap - 1\n  otherwise \"no\"\n";
    ALWAYS_BROKEN = "L0508", "a clause is always broken",
        "What it requires is so of no filing.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires cap = 8\n  otherwise \"no\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires count(contracts) <= cap - 1\n  otherwise \"no\"\n";
    NEVER_APPLIES = "L0509", "a clause can never apply",
        "Its condition is never so, or an exception always lifts it.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  applies when cap > 8\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  applies when c.price > 0 MXN\n  requires c.open\n  otherwise \"{c.number}\"\n";
    EMPTY_SATISFIES = "L0510", "a filing without a row satisfies a clause",
        "`every` is true of an empty list, so that whoever files nothing complies.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires every c in contracts satisfies c.open\n  otherwise \"no\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires count(contracts) >= 1 and every c in contracts satisfies c.open\n  otherwise \"no\"\n";
    EQUAL_CLAUSES = "L0511", "two clauses ask the same",
        "One breach is told twice, and an amendment of one leaves the other.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n\nclause a.c \"B\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    SAME_OPERAND = "L0512", "a condition stands twice",
        "The second one changes nothing; another was likely meant.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open and c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    ALWAYS_SO = "L0513", "a condition is the same whatever a filing says",
        "It decides nothing.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price <= 7 MXN or c.price > 7 MXN or c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    SAME_SIDES = "L0514", "a value is compared with itself",
        "The comparison has one outcome; another value was likely meant.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price >= c.price\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    SAME_BRANCHES = "L0515", "both branches of a choice say the same",
        "The condition decides nothing.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires (if c.open then c.price else c.price) > 0 MXN\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price > 0 MXN\n  otherwise \"{c.number}\"\n";
    DIVIDED_BY_ZERO = "L0516", "a division by zero",
        "It is unknown for every filing, and with it the verdict.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires count(contracts) / 0 <= 1\n  otherwise \"no\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires count(contracts) <= 1\n  otherwise \"no\"\n";
    EMPTY_RANGE = "L0517", "no value lies between two ends",
        "The greater end stands first.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price between 9 MXN and 1 MXN\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price between 1 MXN and cap * 1 MXN\n  otherwise \"{c.number}\"\n";
    ROW_NOT_NAMED = "L0518", "a condition asks the same of every row",
        "With `for each`, the condition speaks of the row, or every row gets one and the same verdict.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires count(contracts) <= cap\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    AS_OF_COMPARED = "L0519", "the day of judgement is compared with a day that is written out",
        "The verdict on one act changes with the day on which somebody asks.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires as_of > 2020-01-01 or c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    YEARS_GAP = "L0520", "no version governs some years",
        "A filing of such a year is rejected.",
        "ruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years 2020 to 2020\n\nruleset law 2022 amends 2020\n  title \"Law of 2022\"\n  published 2022-01-01 in \"DOF\"\n  in force from 2022-01-02\n  for years from 2022\n",
        "ruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years 2020 to 2021\n\nruleset law 2022 amends 2020\n  title \"Law of 2022\"\n  published 2022-01-01 in \"DOF\"\n  in force from 2022-01-02\n  for years from 2022\n";
    SHORT_CALENDAR = "L0521", "the calendar covers fewer years than versions govern",
        "A count of business days that leaves it is unknown.",
        "calendar federal\n  rest saturday, sunday\n  covers 2015 to 2030\n",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2030\n";
    FORCE_BEFORE_PUBLICATION = "L0522", "a version is in force before it was published",
        "Nobody could know it.",
        "ruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-06-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n",
        "ruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n";
    YEARS_BEFORE_FORCE = "L0523", "a version judges years before it was in force",
        "It asks what was not yet law.",
        "ruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2021-01-02\n  for years from 2020\n",
        "ruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n";
    SAME_STEP = "L0524", "a dated parameter does not change on a day",
        "The line says nothing, or its value was forgotten.",
        "parameter probe: money in MXN\n  from 2014-01-01 = 70 MXN\n  from 2015-01-01 = 70 MXN\n  cites \"art. 1\"\n",
        "parameter probe: money in MXN\n  from 2014-01-01 = 70 MXN\n  from 2015-01-01 = 71 MXN\n  cites \"art. 1\"\n";
    HOLIDAY_AT_REST = "L0525", "a holiday is a day of rest",
        "It is free already, so that the day was likely mistaken.",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2030\n  holiday 2014-09-14 \"A Sunday\"\n",
        "calendar federal\n  rest saturday, sunday\n  covers 2014 to 2030\n  holiday 2014-09-16 \"A Tuesday\"\n";
    PARAMETER_ENDS = "L0526", "a dated parameter ends before its version does",
        "What reads it after that is unknown.",
        "parameter probe: money in MXN\n  from 2014-01-01 = 70 MXN\n  until 2014-06-01\n  cites \"art. 1\"\n\nruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n",
        "parameter probe: money in MXN\n  from 2014-01-01 = 70 MXN\n  until 2030-06-01\n  cites \"art. 1\"\n\nruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n";
    PARAMETER_BEGINS = "L0527", "a dated parameter begins after its version does",
        "What reads it before that is unknown.",
        "parameter probe: money in MXN\n  from 2016-01-01 = 70 MXN\n  cites \"art. 1\"\n",
        "parameter probe: money in MXN\n  from 2014-01-01 = 70 MXN\n  cites \"art. 1\"\n";
    NOT_GOVERNED = "L0528", "a clause judges dated rows by the filing's year",
        "Others judge rows of the same list by the text in force on the day of the act.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts governed by c.signed_on\n  requires c.open\n  otherwise \"{c.number}\"\n\nclause a.c \"B\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price > 0 MXN\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts governed by c.signed_on\n  requires c.open\n  otherwise \"{c.number}\"\n\nclause a.c \"B\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts governed by c.signed_on\n  requires c.price > 0 MXN\n  otherwise \"{c.number}\"\n";
    OLD_MARK = "L0529", "a mark has stood for more than a year of law",
        "What a lawyer has to check is told with every finding until it is checked.",
        "parameter probe = 7\n  review \"which paragraph?\"\n  cites \"art. 1\"\n\nruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n",
        "parameter probe = 7\n  cites \"art. 1\"\n\nruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n";
    OPTIONAL_COMPARED = "L0530", "a value that may be absent is compared",
        "Silence is an answer, and a comparison knows none: the verdict is undetermined. Say what absence means by `is given`, or `by` for a deadline.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.penalty <= c.price\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.penalty is not given or c.penalty <= c.price\n  otherwise \"{c.number}\"\n";
    OPTIONAL_RECKONED = "L0531", "a value that may be absent is reckoned with",
        "What is made of it is unknown where it is absent.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.penalty + c.price > 0 MXN\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.penalty is not given or c.penalty + c.price > 0 MXN\n  otherwise \"{c.number}\"\n";
    NO_OTHERWISE = "L0532", "a clause does not say what is wrong",
        "The institution reads the title alone.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    MESSAGE_WITHOUT_ROW = "L0533", "a message does not say which row it is about",
        "Of many rows the institution cannot tell which one to mend.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"not open\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    PRINTS_BOOLEAN = "L0534", "a message prints `true` or `false`",
        "No letter to an institution is written so.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}: {c.open}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    PRINTS_NONE = "L0535", "a message may print `none`",
        "Where the value is absent the sentence has a hole.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}: {c.penalty}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    NO_AUTHORITY = "L0536", "nobody watches over a clause",
        "Reports cannot say whom it concerns.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    NO_TEXT = "L0537", "a clause does not say in words what it asks",
        "Whoever reads the consolidated text sees a formula alone.",
        "clause a.b \"A\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    LOST_LINES = "L0538", "a replaced clause loses lines",
        "`replaces` writes the whole clause anew: what is not written is gone.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n\nruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n\nreplaces clause a.b \"A\"\n  cites \"art. 1 of 2020\"\n  for each c in contracts\n  requires c.open\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n\nruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n\namends clause a.b\n  cites \"art. 1 of 2020\"\n";
    NUMBER_IN_WORDS = "L0540", "a number in the words is not in the condition",
        "One of the two was forgotten when the law was amended.",
        "clause a.b \"A\"\n  text \"No more than nine contracts.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    BARE_NUMBER = "L0541", "a number in a condition has no name",
        "A decree that changes it has to replace the clause; a parameter is set.",
        "clause a.b \"A\"\n  text \"At most 9.\"\n  cites \"art. 1\"\n  authority unit\n  requires count(contracts) <= 9\n  otherwise \"no\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  applies when count(contracts) > 0\n  requires count(contracts) <= cap\n  otherwise \"no\"\n";
    SAME_TITLE = "L0542", "two clauses have one title",
        "Reports name both alike.",
        "clause a.b \"T\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n\nclause a.c \"T\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price > 0 MXN\n  otherwise \"{c.number}\"\n",
        "clause a.b \"T\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n\nclause a.c \"U\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price > 0 MXN\n  otherwise \"{c.number}\"\n";
    DIGIT_GROUPS = "L0550", "digits are grouped otherwise than by three",
        "`5_00` is read as five thousand by one and as five hundred by another.",
        "parameter probe = 5_00 MXN\n  cites \"art. 1\"\n",
        "parameter probe = 500 MXN\n  cites \"art. 1\"\n";
    TITLE_STOP = "L0551", "a title ends in a full stop",
        "Titles stand in tables and headings.",
        "clause a.b \"A title.\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A title\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    NO_CHAPTER = "L0552", "the name of a clause has no chapter",
        "Names sort by chapter: `procurement.assent`.",
        "clause ab \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    EMPTY_TEXT = "L0553", "a text is empty",
        "A citation or a text says where the law stands.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \" \"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    LONG_CONDITION = "L0554", "a condition is too long to be read aloud",
        "A definition gives a part of it a name.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open and (c.price > c.price + c.price or c.price > c.price + c.price or c.price > c.price + c.price or c.price > c.price + c.price or c.price > c.price + c.price or c.price > c.price + c.price or c.price > c.price + c.price or c.price > c.price + c.price or c.price > c.price + c.price)\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    COMPARED_WITH_TRUE = "L0555", "what is true or false is compared with `true` or `false`",
        "The comparison says nothing more.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open = true\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    NOT_BEFORE_CONTRARY = "L0556", "`not` stands before what has a contrary",
        "`is not given`, `!=` and `not in` are read more easily.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires not c.penalty is given\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.penalty is not given\n  otherwise \"{c.number}\"\n";
    SET_OF_ONE = "L0557", "a set has one member",
        "`=` says the same.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price in {7 MXN}\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.price = cap * 1 MXN\n  otherwise \"{c.number}\"\n";
    CAPITALS = "L0558", "a name is written in capitals",
        "Names are small letters with `_` between words.",
        "parameter Probe = 7\n  cites \"art. 1\"\n",
        "parameter probe = 7\n  cites \"art. 1\"\n";
    NO_LABEL = "L0559", "a member has no label",
        "Reports show its name, which no person wrote for a reader.",
        "enum Probe\n  one\n",
        "enum Probe\n  one \"One\"\n";
    SMALL_TYPE = "L0560", "a record is named like a field",
        "Types begin with a capital, so that they are told from fields.",
        "record probe\n  first text\n",
        "record Probe\n  first text\n";
    NAMES_A_FILER = "L0570", "a rule is written for filings that it names",
        "A law is general: what makes a filer another case is a field, with the article that says so.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires filing_id != \"X-1\"\n  otherwise \"no\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  requires count(contracts) < cap\n  otherwise \"no\"\n";
    FREE_TEXT = "L0571", "a condition compares words that whoever files may choose",
        "One letter more changes the verdict; a member of an enum has one spelling.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.number != \"seven\"\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    VERSION_WITHOUT_CASES = "L0580", "no worked case judges by a version",
        "Nothing shows that it says what was meant.",
        "ruleset law 2019 amends 2014\n  title \"Law of 2019\"\n  published 2019-01-01 in \"DOF\"\n  in force from 2019-01-02\n  for years from 2019\n",
        "# no such version\n";
    CLAUSE_WITHOUT_CASE = "L0581", "no worked case says what becomes of a clause",
        "A change of it would go unseen.",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "# no such clause\n";
    BORDER_WITHOUT_CASE = "L0582", "a parameter changed and no case stands at its border",
        "The new number is worth no more than the case that shows it.",
        "ruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n\nsets parameter cap = 9\n  cites \"Law of 2020\"\n",
        "ruleset law 2020 amends 2014\n  title \"Law of 2020\"\n  published 2020-01-01 in \"DOF\"\n  in force from 2020-01-02\n  for years from 2020\n\nsets parameter cap = 7\n  cites \"Law of 2020\"\n";
    ALLOWS_UNKNOWN = "L0590", "a comment allows a code that does not exist",
        "It allows nothing.",
        "# allow L9999: no reason\nclause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    ALLOWED_WITHOUT_REASON = "L0591", "a comment allows without a reason",
        "Whoever reads it in a year must know why.",
        "# allow L0551\nclause a.b \"A title.\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "# allow L0551: as in the decree\nclause a.b \"A title.\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    ALLOWS_NOTHING = "L0592", "a comment allows what is not there",
        "What it allowed is gone, or stands elsewhere.",
        "# allow L0551: as in the decree\nclause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n",
        "clause a.b \"A\"\n  text \"What it asks.\"\n  cites \"art. 1\"\n  authority unit\n  for each c in contracts\n  requires c.open\n  otherwise \"{c.number}\"\n";
    MAPPING_FORM = "M0601", "a mapping is not written as one",
        "A mapping says what rows are, what rows of one filing have in common, what the filing's key is made of, and which column fills which field.",
        "rows: contracts\nfilling_id: \"{body}-{year}\"\nfields:\n  number: contract\n",
        "rows: contracts\nfiling_id: \"{body}-{year}\"\nfields:\n  number: contract\n  year: year\n";
    MAPPING_FIELD = "M0602", "a mapping names a field that the vocabulary does not know",
        "What it fills must be a field of the row or of the filing that holds a value.",
        "rows: contracts\nfields:\n  nunber: contract\n",
        "rows: contracts\nfields:\n  number: contract\n";
    MAPPING_OPTION = "M0603", "a mapping describes a column in a way that does not fit its field",
        "Decimals and groups are of numbers, a format is of dates.",
        "rows: contracts\nfields:\n  signed_on: { column: date, format: \"dd/mm/yyyy\" }\n",
        "rows: contracts\nfields:\n  signed_on: { column: date, format: \"%d/%m/%Y\" }\n";
    MAPPING_VALUE = "M0604", "a mapping gives a value that its field cannot have",
        "It would reject every filing that has the text in its column.",
        "rows: contracts\nfields:\n  open: { column: open, values: { \"1\": yes, \"0\": no } }\n",
        "rows: contracts\nfields:\n  open: { column: open, values: { \"1\": true, \"0\": false } }\n";
    MAPPING_TWICE = "M0605", "a mapping fills one field twice",
        "Nobody could tell which of the columns counts.",
        "rows: contracts\nfields:\n  number: contract\n  contracts.number: other\n",
        "rows: contracts\nfields:\n  number: contract\n";
    MAPPING_KEY = "M0606", "a mapping does not say what makes a filing",
        "A filing has a key and a year, and several rows that make one have something in common.",
        "rows: contracts\nfields:\n  number: contract\n",
        "rows: contracts\ngroup_by: [body, year of signed]\nfiling_id: \"{body}-{year of signed}\"\nfields:\n  number: contract\n";
}
