// What a grammar alone cannot tell: where a line begins at the margin (a new item) or indented (a new entry of a
// list), how far a text runs, and the words that stand together although each may stand alone.

#include "tree_sitter/parser.h"
#include <string.h>

enum Token { MARGIN, ENTRY, TEXT, NOT_IN, ON_OR_BEFORE, ON_OR_AFTER, COMMENT, ERROR_RECOVERY };

// The words that begin an item: an open text ends where a line at the margin starts with one.
static const char *const ITEM_WORDS[] = {
    "adds",   "amends",    "authority", "calendar", "clause",   "define", "enum",        "filing",     "indicator",
    "part",   "parameter", "record",    "repeals",  "replaces", "ruleset", "sets",       "translation", "vocabulary",
};

static bool is_space(int32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

static bool is_name_char(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (c >= 0x80 && !is_space(c));
}

static bool is_item_word(const char *word) {
  for (size_t at = 0; at < sizeof ITEM_WORDS / sizeof *ITEM_WORDS; at++) {
    if (strcmp(word, ITEM_WORDS[at]) == 0) return true;
  }
  return false;
}

// What stands in a text up to its end, an escape or what is inserted.
static bool text(TSLexer *lexer) {
  lexer->result_symbol = TEXT;
  bool any = false;
  while (!lexer->eof(lexer)) {
    int32_t c = lexer->lookahead;
    if (c == '"' || c == '\\' || c == '{') break;
    lexer->mark_end(lexer);
    lexer->advance(lexer, false);
    if (c == '\n') {
      char word[16];
      size_t length = 0;
      while (length + 1 < sizeof word && lexer->lookahead >= 'a' && lexer->lookahead <= 'z') {
        word[length++] = (char)lexer->lookahead;
        lexer->advance(lexer, false);
      }
      word[length] = '\0';
      // The end is marked before the line break.
      if (!is_name_char(lexer->lookahead) && is_item_word(word)) {
        if (!any) lexer->result_symbol = MARGIN;
        return true;
      }
    }
    any = true;
  }
  lexer->mark_end(lexer);
  return any;
}

static bool word(TSLexer *lexer, const char *expected) {
  for (; *expected; expected++) {
    if (lexer->lookahead != *expected) return false;
    lexer->advance(lexer, false);
  }
  return !is_name_char(lexer->lookahead);
}

static bool space(TSLexer *lexer) {
  if (!is_space(lexer->lookahead)) return false;
  while (is_space(lexer->lookahead)) lexer->advance(lexer, false);
  return true;
}

// `not in`, `on or before`, `on or after`.
static bool phrase(TSLexer *lexer, const bool *valid) {
  if (lexer->lookahead == 'n' && valid[NOT_IN]) {
    lexer->result_symbol = NOT_IN;
    return word(lexer, "not") && space(lexer) && word(lexer, "in");
  }
  if (lexer->lookahead == 'o' && valid[ON_OR_BEFORE]) {
    if (!word(lexer, "on") || !space(lexer) || !word(lexer, "or") || !space(lexer)) return false;
    lexer->result_symbol = lexer->lookahead == 'b' ? ON_OR_BEFORE : ON_OR_AFTER;
    return word(lexer, lexer->lookahead == 'b' ? "before" : "after");
  }
  return false;
}

void *tree_sitter_dictamen_external_scanner_create(void) { return NULL; }
void tree_sitter_dictamen_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_dictamen_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}
void tree_sitter_dictamen_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

bool tree_sitter_dictamen_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  bool recovering = valid[ERROR_RECOVERY];
  if (valid[TEXT] && !recovering) return text(lexer);
  bool breaks = false, margin = false;
  while (is_space(lexer->lookahead)) {
    margin = lexer->lookahead == '\n';
    breaks = breaks || margin;
    // A token without width is passed over after an error: there it holds the line break.
    lexer->advance(lexer, !(recovering && breaks));
  }
  if (lexer->eof(lexer)) return false;
  // A note says nothing about where the next line stands; the break behind it does.
  if (lexer->lookahead == '#') {
    // Only what stands before the note may have been taken in.
    if (recovering && breaks) return false;
    while (!lexer->eof(lexer) && lexer->lookahead != '\n') lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    lexer->result_symbol = COMMENT;
    return true;
  }
  lexer->mark_end(lexer);
  // Told wherever it stands: where no item may begin yet, what is lacking is put in, and the item is whole.
  if (breaks && margin) {
    lexer->result_symbol = MARGIN;
    return true;
  }
  if (breaks && !margin && valid[ENTRY] && is_name_char(lexer->lookahead)) {
    lexer->result_symbol = ENTRY;
    return true;
  }
  if (recovering || !phrase(lexer, valid)) return false;
  lexer->mark_end(lexer);
  return true;
}
