// The language for tree-sitter, as grammar/*.pest has it, but kinder to what is half written: lines of a clause
// may stand in any order, and none is asked for. The tests hold its words against those of grammar/.

const PREC = {
  greedy: 0, // `if` and quantifiers reach as far right as they can
  logic: 1,
  not: 2,
  comparison: 3,
  sum: 4,
  product: 5,
  negative: 6,
  on: 7, // `on`, `of`, `year of`
  rows: 8,
};

const list = (rule) => seq(rule, repeat(seq(",", rule)));
const optionalVerb = ($) => optional(field("verb", choice("adds", "replaces")));

module.exports = grammar({
  name: "dictamen",

  word: ($) => $.name,

  // See src/scanner.c.
  externals: ($) => [
    $._margin,
    $._entry,
    $._text,
    $.not_in,
    $.on_or_before,
    $.on_or_after,
    $.comment,
    $._error_recovery,
  ],

  extras: ($) => [
    /[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/,
    $.comment,
  ],

  reserved: {
    // The words that cannot name what stands alone.
    global: () => require("./reserved.json"),
    // In a record, in the id of a clause and after a dot they can.
    none: () => [],
  },

  supertypes: ($) => [$.item, $.expression, $.type],

  rules: {
    source_file: ($) => optional(seq(optional($._margin), $.item, repeat(seq($._margin, $.item)))),

    item: ($) =>
      choice(
        $.vocabulary, $.authority, $.enum, $.record, $.filing, $.calendar, $.ruleset, $.part, $.translation,
        $.clause, $.parameter, $.definition, $.indicator, $.repeal,
      ),

    // Names.

    name: () => /[\p{L}_][\p{L}\p{M}\p{Nd}_]*/,
    _any_name: ($) => reserved("none", $.name),
    clause_id: ($) => prec.right(seq($._any_name, repeat(seq(".", $._any_name)))),
    version_name: () => /[\p{L}\p{M}\p{Nd}_]+/,
    _version: ($) => seq(field("policy", $._any_name), field("version", $.version_name)),
    currency: () => token(prec(1, /[A-Z]{3}/)),
    path: ($) => seq($.name, repeat(seq(".", $._any_name))),

    // The vocabulary.

    vocabulary: ($) => seq("vocabulary", field("name", $._any_name)),
    authority: ($) => seq("authority", field("name", $._any_name), field("label", $.quoted)),

    enum: ($) =>
      seq("enum", field("name", $.name), optional("ordered"), repeat(seq($._entry, $.member))),
    member: ($) => seq(field("name", $._any_name), optional(field("label", $.quoted))),

    record: ($) =>
      seq(
        "record", field("name", $.name), optional(field("label", $.quoted)),
        repeat(seq($._entry, choice($.field, $.translated_field))),
      ),
    field: ($) => seq(field("name", $._any_name), $._field_rest),
    translated_field: ($) => seq(field("name", $._any_name), field("label", $.quoted)),

    filing: ($) =>
      seq(
        "filing",
        repeat(
          seq(
            $._entry,
            choice(
              $.filing_key, $.filing_year, alias($.filing_field, $.field),
              alias($.filing_label, $.translated_field),
            ),
          ),
        ),
      ),
    filing_key: ($) => seq("key", $.name),
    filing_year: ($) => seq("year", $.name),
    filing_field: ($) => seq(field("name", $.name), $._field_rest),
    filing_label: ($) => seq(field("name", $.name), field("label", $.quoted)),
    _field_rest: ($) =>
      seq(
        field("type", $.type),
        optional(choice(seq("key", optional($.from_name)), seq($.from_name, optional("key")))),
      ),
    from_name: ($) => seq("from", $.quoted),

    type: ($) =>
      choice(
        $.primitive_type, $.optional_type, $.list_type, $.reference_type, $.money_type,
        alias($.name, $.type_name),
      ),
    primitive_type: () => choice("boolean", "integer", "decimal", "date", "year", "text"),
    optional_type: ($) => seq("optional", $.type),
    list_type: ($) => seq("list", "of", $.type),
    reference_type: ($) => seq("reference", "to", $.path),
    money_type: ($) => seq("money", "in", $.currency),

    // The calendar.

    calendar: ($) =>
      seq(
        "calendar", field("name", $._any_name),
        repeat(seq($._entry, choice($.rest, $.covers, $.holiday, $.closed, $.review_line))),
      ),
    rest: ($) => seq("rest", list(alias($._any_name, $.weekday))),
    covers: ($) => seq("covers", $._years),
    holiday: ($) => seq("holiday", $.date, optional($.quoted)),
    closed: ($) => seq("closed", $.date, "to", $.date, optional($.quoted)),
    _years: ($) => seq($.number, optional(seq("to", $.number))),

    // Versions.

    ruleset: ($) =>
      seq(
        "ruleset", $._version, optional(seq("amends", field("amends", $.version_name))),
        repeat(
          choice(
            $.title_line, $.published_line, $.in_force_line, $.draft_line, $.for_years_line, $.review_line,
            $.consulted_line,
          ),
        ),
        optional(
          seq(
            choice($.applies_line, $.except_line),
            repeat(choice($.applies_line, $.except_line, $.consulted_line)),
          ),
        ),
      ),
    part: ($) => seq("part", "of", $._version),
    translation: ($) =>
      seq("translation", field("language", $._any_name), "of", $._version, optional($.title_line)),
    title_line: ($) => seq("title", $.message),
    published_line: ($) => seq("published", $.date, "in", $.quoted),
    in_force_line: ($) => seq("in", "force", "from", $.date),
    draft_line: () => "draft",
    for_years_line: ($) => seq("for", "years", choice(seq("from", $.number), $._years)),
    consulted_line: ($) => seq("consulted", $.date, "to", $.date, "at", $.quoted),

    // Clauses.

    clause: ($) =>
      seq(
        optional(field("verb", choice("adds", "replaces", "amends"))), "clause", field("id", $.clause_id),
        optional(field("title", $.message)), repeat($._clause_line),
      ),
    _clause_line: ($) =>
      choice(
        $.text_line, $.cites_line, $.authority_line, $.binds_line, $.severity_line, $.review_line, $.for_each_line,
        $.governed_line, $.applies_line, $.except_line, $.requires_line, $.not_judged_line, $.otherwise_line,
        $.remedy_line, $.drops_line,
      ),
    text_line: ($) => seq("text", $.message),
    cites_line: ($) => seq("cites", $.quoted),
    authority_line: ($) => seq("authority", $._any_name),
    binds_line: ($) => seq("binds", $._any_name),
    severity_line: () => seq("severity", choice("mandatory", "recommended")),
    review_line: ($) => seq("review", $.quoted),
    for_each_line: ($) =>
      seq("for", "each", list($.subject), optional(seq("where", field("condition", $.expression)))),
    subject: ($) => seq(field("name", $.name), "in", field("list", $._value)),
    governed_line: ($) => seq("governed", "by", $.expression),
    applies_line: ($) => seq("applies", "when", $.expression),
    except_line: ($) => prec.right(seq("except", "when", $.expression, optional(seq("cites", $.quoted)))),
    requires_line: ($) => seq("requires", $.expression),
    not_judged_line: ($) => seq("not", "judged", $.quoted),
    otherwise_line: ($) => seq("otherwise", $.message),
    remedy_line: ($) => seq("remedy", $.message),
    drops_line: ($) => seq("drops", $.dropped),
    dropped: () =>
      choice(
        "text", "authority", "binds", "severity", "review", "otherwise", "remedy", seq("for", "each"),
        seq("governed", optional("by")), seq("applies", optional("when")), seq("except", optional("when")),
      ),
    repeal: ($) =>
      seq("repeals", choice("clause", "parameter", "define", "indicator"), field("id", $.clause_id)),

    // Parameters, definitions, indicators.

    parameter: ($) =>
      seq(
        optional(field("verb", choice("adds", "replaces", "sets"))), "parameter", field("name", $.name),
        choice(
          seq(optional($._of_type), "=", field("value", $.expression), repeat($._plain_line)),
          seq(
            optional($.table_keys), optional($._of_type),
            repeat1(choice(seq($._entry, $.table_row), seq(optional($._entry), $._dated_line))),
          ),
        ),
      ),
    table_keys: ($) => seq("(", list(alias($.name, $.type_name)), ")"),
    _of_type: ($) => seq(":", field("type", $.type)),
    _plain_line: ($) => choice($.reading_line, $.review_line, $.cites_line),
    _dated_line: ($) => choice($.from_line, $.until_line, $.review_line, $.cites_line),
    reading_line: ($) => seq("reading", $.expression, $.quoted),
    from_line: ($) => seq("from", $.date, "=", $.expression),
    until_line: ($) => seq("until", $.date),
    table_row: ($) =>
      seq(list(alias($.name, $.member_name)), optional(seq("from", $.date)), "=", $.expression),

    definition: ($) =>
      seq(
        optionalVerb($), "define", field("name", $.name), optional($.parameters), "=",
        field("value", $.expression), repeat(choice($.review_line, $.cites_line)),
      ),
    parameters: ($) => seq("(", optional(list($.typed_name)), ")"),
    typed_name: ($) => seq(field("name", $.name), ":", field("type", $.type)),

    indicator: ($) =>
      seq(
        optionalVerb($), "indicator", field("name", $.name), field("title", $.message),
        optional(seq("in", alias($._any_name, $.unit_name))),
        repeat(choice($.review_line, $.cites_line, $.value_line, $.total_line)),
      ),
    value_line: ($) => seq("value", $.expression),
    total_line: () => seq("total", choice("sum", "mean", "count", "min", "max")),

    // Texts: `quoted` inserts nothing, `message` does.

    quoted: ($) => seq('"', repeat(choice($._text, $.escape)), '"'),
    message: ($) => seq('"', repeat(choice($._text, $.escape, $.inserted)), '"'),
    escape: () => token.immediate(/\\["\\{}]/),
    inserted: ($) => seq("{", $.expression, "}"),
    // Inside what is inserted, quotes carry a `\`.
    quoted_inside: () => /\\"([^"\\]|\\\\\\?(.|\n)|\\[^"\\])*\\"/,

    // Expressions.

    expression: ($) => choice($.logic, $.negation, $.comparison, $._value),
    logic: ($) => prec.left(PREC.logic, seq($.expression, choice("and", "or"), $.expression)),
    negation: ($) => prec(PREC.not, seq("not", $.expression)),
    comparison: ($) =>
      prec(
        PREC.comparison,
        seq(
          $._value,
          choice(
            seq(
              choice("=", "!=", "<", "<=", ">", ">=", "before", "after", "by", $.on_or_before, $.on_or_after),
              $._value,
            ),
            seq("is", optional("not"), "given"),
            seq(choice("in", $.not_in), $._value),
            seq("between", $._value, "and", $._value),
          ),
        ),
      ),

    _value: ($) => choice($.arithmetic, $.on_date, $.of_row, $.negative, $.year_of, $.choice, $.quantifier, $._operand),
    arithmetic: ($) =>
      choice(
        prec.left(PREC.sum, seq($._value, choice("+", "-"), $._value)),
        prec.left(PREC.product, seq($._value, choice("*", "/"), $._value)),
      ),
    on_date: ($) => prec.left(PREC.on, seq($._value, "on", $._value)),
    of_row: ($) => prec.left(PREC.on, seq($._value, "of", $._value)),
    negative: ($) => prec(PREC.negative, seq("-", $._value)),
    year_of: ($) => prec.right(PREC.on, seq("year", "of", $._value)),

    _operand: ($) =>
      choice(
        $.member_of, $.reference, $.call, $.group, $.set, $.quoted, $.quoted_inside, $.date, $.amount,
        $.this_clause, $.boolean, $.as_of, $.filing_year_value,
      ),
    member_of: ($) => seq($._operand, ".", field("member", $._any_name)),
    reference: ($) => prec(-1, choice($.name, alias("this", $.name))),
    this_clause: () => seq("this", "clause"),
    group: ($) => seq("(", $.expression, ")"),
    set: ($) => seq("{", list($.expression), "}"),
    boolean: () => choice("true", "false"),
    as_of: () => "as_of",
    filing_year_value: () => prec(-1, "year"),

    date: () => /\d{4}-\d{2}-\d{2}/,
    number: () => /\d+(_\d+)*(\.\d+(_\d+)*)?/,
    amount: ($) => prec.right(seq($.number, optional(choice($.currency, "%", $.unit)))),
    unit: () => choice(seq("business", choice("days", "day")), "days", "day", "months", "month", "years", "year"),

    choice: ($) =>
      prec.right(
        PREC.greedy,
        seq(
          "if", field("condition", $.expression), "then", field("then", $.expression),
          optional(seq("else", field("else", $.expression))),
        ),
      ),
    quantifier: ($) =>
      prec.right(
        PREC.greedy,
        seq(choice("every", "some", "no"), $._rows, "satisfies", field("condition", $.expression)),
      ),
    _rows: ($) =>
      prec(
        PREC.rows,
        seq(
          field("name", $.name), "in", field("list", $._value), optional(seq("where", field("where", $.expression))),
        ),
      ),

    call: ($) =>
      choice(
        seq(field("function", alias("count", $.builtin)), "(", choice($._rows, $.expression), ")"),
        seq(
          field("function", alias(choice("sum", "mean"), $.builtin)), "(", $.expression, "for", $._rows, ")",
        ),
        seq(
          field("function", alias(choice("min", "max"), $.builtin)), "(", $.expression,
          choice(seq("for", $._rows), repeat1(seq(",", $.expression))), ")",
        ),
        seq(
          field("function", alias("longest_gap", $.builtin)), "(", $.expression, "for", $._rows, ",", $.expression,
          ",", $.expression, ")",
        ),
        seq(
          field(
            "function",
            alias(
              choice("business_days", "days", "date", "round", "next_business_day", "previous_business_day"),
              $.builtin,
            ),
          ),
          $._arguments,
        ),
        seq(field("function", $.name), $._arguments),
      ),
    _arguments: ($) => seq("(", optional(list($.expression)), ")"),
  },
});
