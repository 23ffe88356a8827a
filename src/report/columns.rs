//! Character columns for diagnostics that carry their own source, such as errors in a RON file: miette's sources count
//! bytes, and an editor does not.

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode, SourceSpan, SpanContents,
};
use std::fmt;

/// A diagnostic whose columns are counted in characters.
pub struct CharColumns<'a> {
    diagnostic: &'a dyn Diagnostic,
    source: Option<Columns<'a>>,
}

impl<'a> CharColumns<'a> {
    /// `diagnostic` with other columns and else the same.
    pub fn new(diagnostic: &'a dyn Diagnostic) -> Self {
        Self { diagnostic, source: diagnostic.source_code().map(Columns) }
    }
}

struct Columns<'a>(&'a dyn SourceCode);

impl SourceCode for Columns<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.0.read_span(span, lines_before, lines_after)?;
        // With a line before it, what is read begins at the start of a line.
        let start = contents.span().offset();
        let wider = self.0.read_span(&(start, 0).into(), 1, 0)?;
        let before = &wider.data()[..start.saturating_sub(wider.span().offset()).min(wider.data().len())];
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[line_start..]).chars().count();
        let name = contents.name().unwrap_or_default().to_owned();
        let (data, span, line, lines) = (contents.data(), *contents.span(), contents.line(), contents.line_count());
        Ok(Box::new(MietteSpanContents::new_named(name, data, span, line, column, lines)))
    }
}

impl fmt::Display for CharColumns<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.diagnostic, f)
    }
}

impl fmt::Debug for CharColumns<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.diagnostic, f)
    }
}

impl std::error::Error for CharColumns<'_> {}

impl Diagnostic for CharColumns<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.code()
    }

    fn severity(&self) -> Option<Severity> {
        self.diagnostic.severity()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help()
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.url()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.diagnostic.labels()
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        self.diagnostic.related()
    }

    fn diagnostic_source(&self) -> Option<&dyn Diagnostic> {
        self.diagnostic.diagnostic_source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miette::{GraphicalReportHandler, GraphicalTheme, MietteDiagnostic, NamedSource};

    #[derive(Debug, thiserror::Error, miette::Diagnostic)]
    #[error("unknown field")]
    struct Wrong {
        #[source_code]
        file: NamedSource<String>,
        #[label("here")]
        at: SourceSpan,
    }

    #[test]
    fn columns_are_characters() {
        for (text, place) in
            [("(\n  id: \"副作用\", x: 1\n)", "rules.ron:2:14"), ("副x", "rules.ron:1:2"), ("x", "rules.ron:1:1")]
        {
            let at = text.find('x').expect("an x");
            let wrong = Wrong { file: NamedSource::new("rules.ron", text.to_owned()), at: (at, 1).into() };
            let mut out = String::new();
            let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
            handler.render_report(&mut out, &CharColumns::new(&wrong)).expect("a report");
            assert!(out.contains(&format!("[{place}]")), "{out}");
        }
    }

    #[test]
    fn a_diagnostic_without_a_source_is_left_alone() {
        let plain = MietteDiagnostic::new("plain").with_help("help");
        let columns = CharColumns::new(&plain);
        assert!(columns.source_code().is_none());
        assert_eq!(columns.to_string(), "plain");
        assert!(columns.help().is_some());
    }
}
