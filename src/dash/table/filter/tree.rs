//! The words of a query as a tree.

use super::token::{Kind, Relation, Test, Token};

/// A query, or a part of it that says yes or no.
#[derive(Debug, Clone)]
pub(super) enum Tree {
    /// `left && right`, `left || right`.
    Logical { word: Token, left: Box<Tree>, right: Box<Tree> },
    /// `( … )`.
    Block(Box<Tree>),
    /// `! …`.
    Not(Box<Tree>),
    /// `left = right`.
    Relation { relation: Relation, word: Token, left: Token, right: Token },
    /// `left is blank`.
    Test { test: Test, word: Token, left: Token },
}

impl Tree {
    /// Parses words; `None` when they make no tree.
    pub(super) fn of(tokens: &[Token]) -> Option<Self> {
        // Long chains of `&&` lean to the right: their length must not be the depth of the call stack.
        let mut lefts = Vec::new();
        let mut tokens = tokens;
        let mut tree = loop {
            let (at, pivot) = pivot(tokens)?;
            if !matches!(pivot.kind, Kind::And | Kind::Or) {
                break Self::single(tokens, pivot)?;
            }
            lefts.push((Self::of(tokens.get(..at)?)?, pivot.clone()));
            tokens = tokens.get(at + 1..)?;
        };
        while let Some((left, word)) = lefts.pop() {
            tree = Self::Logical { word, left: Box::new(left), right: Box::new(tree) };
        }
        Some(tree)
    }

    /// Parses words that no logical word joins.
    fn single(tokens: &[Token], pivot: &Token) -> Option<Self> {
        let word = pivot.clone();
        let operand = |at: usize| tokens.get(at).filter(|token| token.kind.is_expression()).cloned();
        match pivot.kind {
            Kind::Open => Some(Self::Block(Box::new(Self::of(tokens.get(1..tokens.len() - 1)?)?))),
            Kind::Not => Some(Self::Not(Box::new(Self::of(tokens.get(1..)?)?))),
            Kind::Relation(relation) => {
                Some(Self::Relation { relation, word, left: operand(0)?, right: operand(2)? })
            }
            Kind::Test(test) => Some(Self::Test { test, word, left: operand(0)? }),
            _ => None,
        }
    }
}

/// The word that binds least, outside of brackets, and where it is: the first of them.
fn pivot(tokens: &[Token]) -> Option<(usize, &Token)> {
    let mut open = 0_i64;
    let mut found: Option<(u8, usize)> = None;
    for (at, token) in tokens.iter().enumerate() {
        let binding = match token.kind {
            Kind::Or => Some(4),
            Kind::And => Some(3),
            Kind::Not => Some(2),
            Kind::Open => Some(1),
            Kind::Relation(_) | Kind::Test(_) => Some(0),
            _ => None,
        };
        if let (Some(binding), 0) = (binding, open)
            && found.is_none_or(|(best, _)| binding > best)
        {
            found = Some((binding, at));
        }
        open += match token.kind {
            Kind::Open => 1,
            Kind::Close => -1,
            _ => 0,
        };
    }
    let (_, at) = found?;
    Some((at, tokens.get(at)?))
}
