//! Which word may follow which.

use super::token::{Kind, RELATIONS, TESTS, Token};

/// The words of the longest query that is read: a tree of them is as deep as its longest chain.
const MOST_WORDS: usize = 1000;

/// Where a query is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// `filter_query`.
    Query,
    /// The filter cells of all columns, joined by one logical word.
    Columns(Kind),
    /// The filter cell of one column.
    Column,
}

/// The words of a query; `None` when it is none.
pub(super) fn query(text: &str) -> Option<Vec<Token>> {
    Place::Query.read(text)
}

/// The words of a query that is one statement for each of several columns, joined by `and` or `or`.
pub(super) fn columns(text: &str, joined_by: Kind) -> Option<Vec<Token>> {
    Place::Columns(joined_by).read(text)
}

/// The words of the filter cell of one column.
pub(super) fn column(text: &str) -> Option<Vec<Token>> {
    Place::Column.read(text)
}

impl Place {
    fn read(self, text: &str) -> Option<Vec<Token>> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut open = 0_usize;
        let mut rest = text;
        while !rest.is_empty() {
            rest = rest.trim_start();
            let before = tokens.last().map(|token| token.kind);
            let (kind, word) = self
                .kinds()
                .filter(|kind| self.may_follow(*kind, before, open))
                .find_map(|kind| Some((kind, kind.at_start(rest)?)))?;
            open = match kind {
                Kind::Open => open + 1,
                Kind::Close => open.saturating_sub(1),
                _ => open,
            };
            rest = rest.get(word.len()..)?;
            tokens.push(Token { kind, text: word.to_owned() });
            if tokens.len() > MOST_WORDS {
                return None;
            }
        }
        self.may_end(&tokens, open).then_some(tokens)
    }

    /// The words that are known here, in the order in which they are looked for.
    fn kinds(self) -> impl Iterator<Item = Kind> {
        let (first, expressions): (Vec<Kind>, _) = match self {
            Self::Query => {
                (vec![Kind::And, Kind::Or, Kind::Close, Kind::Open], [Kind::Field, Kind::Text, Kind::Word])
            }
            Self::Columns(joined_by) => (vec![joined_by], [Kind::Field, Kind::Text, Kind::Word]),
            Self::Column => (Vec::new(), [Kind::Field, Kind::Phrase, Kind::Text]),
        };
        let negation = (self == Self::Query).then_some(Kind::Not);
        first
            .into_iter()
            .chain(RELATIONS.into_iter().map(|(relation, ..)| Kind::Relation(relation)))
            .chain(TESTS.into_iter().map(|(test, _)| Kind::Test(test)))
            .chain(negation)
            .chain(expressions)
    }

    fn may_follow(self, kind: Kind, before: Option<Kind>, open: usize) -> bool {
        let Some(before) = before else {
            return match kind {
                Kind::Open | Kind::Not => true,
                Kind::Relation(_) | Kind::Test(_) => self == Self::Column,
                kind => kind.is_expression(),
            };
        };
        let unary = matches!(before, Kind::Test(_) | Kind::Not);
        let logical = matches!(before, Kind::And | Kind::Or);
        match kind {
            Kind::And | Kind::Or => before == Kind::Close || before.is_expression() || unary,
            Kind::Close => {
                open > 0 && (matches!(before, Kind::Close | Kind::Open) || before.is_expression() || unary)
            }
            Kind::Open => before == Kind::Open || logical || unary,
            Kind::Not => logical || unary,
            Kind::Relation(_) | Kind::Test(_) => self != Self::Column && before.is_expression(),
            _ => before == Kind::Open || logical || matches!(before, Kind::Relation(_)),
        }
    }

    fn may_end(self, tokens: &[Token], open: usize) -> bool {
        let Some((last, before)) = tokens.split_last() else { return true };
        let after_relation = || before.last().is_some_and(|token| matches!(token.kind, Kind::Relation(_)));
        match last.kind {
            Kind::And | Kind::Or | Kind::Open | Kind::Not | Kind::Relation(_) => false,
            Kind::Close => open == 0,
            Kind::Test(_) => self != Self::Query || open == 0,
            _ => self == Self::Column || (open == 0 && after_relation()),
        }
    }
}
