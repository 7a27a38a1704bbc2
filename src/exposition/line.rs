//! One line: a comment, metadata, or a series.

use super::{
    Entry, Format, metadata,
    read::{Read, Reader, is_blank},
    sample,
};

/// What a line is.
pub enum Line<'a> {
    /// It says something.
    Entry(Entry<'a>),
    /// A comment, or nothing at all.
    Nothing,
    /// The text ends here.
    End,
}

const START: &str = "a metric, or a line that begins with `#`";

/// Reads a line to its end.
pub fn read<'a>(reader: &mut Reader<'a>) -> Read<Line<'a>> {
    reader.line = reader.at;
    reader.skips_nul = false;
    reader.long_string = None;
    let line = match reader.format {
        Format::Prometheus => prometheus(reader),
        Format::OpenMetrics => open_metrics(reader),
    };
    // A missing quote is seen at the next one, lines below.
    line.map_err(|error| match reader.long_string {
        Some(start) => reader.unclosed(start),
        None => error,
    })
}

fn prometheus<'a>(reader: &mut Reader<'a>) -> Read<Line<'a>> {
    if reader.at_end() {
        return Ok(Line::End);
    }
    reader.skip_blanks();
    match reader.peek() {
        // Prometheus takes a NUL at the beginning of a line for the end.
        None => Ok(Line::End),
        Some(b'\n') => {
            reader.advance();
            Ok(Line::Nothing)
        }
        Some(b'#') => comment(reader),
        Some(_) => series(reader),
    }
}

/// A comment, or the metadata that it may be.
fn comment<'a>(reader: &mut Reader<'a>) -> Read<Line<'a>> {
    reader.advance();
    if reader.peek().is_some_and(is_blank) {
        reader.skip_blanks();
        if reader.peek().is_none() {
            return Ok(Line::End);
        }
        reader.skips_nul = true;
        if let Some(keyword) = metadata::keyword(reader) {
            return metadata::prometheus(reader, keyword).map(Line::Entry);
        }
    }
    reader.take_while(|byte| byte != b'\n');
    if reader.peek().is_none() {
        return Ok(Line::End);
    }
    reader.skips_nul = false;
    reader.advance();
    Ok(Line::Nothing)
}

fn open_metrics<'a>(reader: &mut Reader<'a>) -> Read<Line<'a>> {
    if reader.at_end() {
        let error = reader.unexpected("`# EOF`");
        return Err(error.with_help("OpenMetrics ends with the line `# EOF`"));
    }
    if reader.peek() != Some(b'#') {
        return series(reader);
    }
    reader.advance();
    if !reader.accept(b' ') {
        return Err(reader.unexpected("one blank behind `#`"));
    }
    reader.skips_nul = true;
    let keyword = metadata::open_metrics_keyword(reader)?;
    let Some(keyword) = keyword else {
        reader.accept(b'\n');
        return match reader.at_end() {
            true => Ok(Line::End),
            false => Err(reader.unexpected("nothing behind `# EOF`")),
        };
    };
    metadata::open_metrics(reader, keyword).map(Line::Entry)
}

fn series<'a>(reader: &mut Reader<'a>) -> Read<Line<'a>> {
    let is_start = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':' | b'{');
    match reader.peek() {
        Some(first) if is_start(first) => {
            let series = sample::read(reader)?;
            Ok(Line::Entry(Entry::Series(series)))
        }
        Some(b'\n') => Err(reader
            .unexpected(START)
            .with_help("OpenMetrics has no empty lines")),
        _ => Err(reader.unexpected(START)),
    }
}
