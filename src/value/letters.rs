//! Letters by what a person sees of them.

/// Whether a character is not to be seen, or turns the direction in which what follows is written: a name
/// that holds one reads as another.
pub fn is_hidden(letter: char) -> bool {
    matches!(letter,
        // The soft hyphen, joiners, fillers and spaces of no width.
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        // Marks of direction, and breaks of line that are no line break.
        | '\u{61c}' | '\u{2028}'..='\u{202e}'
        // Selectors of variants, notes of shorthand and music, and tags, which carry a whole text unseen.
        | '\u{fe00}'..='\u{fe0f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}
