//! Arithmetic of points and directions in space.

use std::ops::{Add, Index, Mul, Sub};

/// A point or a direction: x, y, z.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Vector(pub(super) [f64; 3]);

impl Vector {
    /// Made of what `of` gives for each axis.
    pub(super) fn each(of: impl FnMut(usize) -> f64) -> Self {
        let mut of = of;
        Self([of(0), of(1), of(2)])
    }

    /// A step along one axis.
    pub(super) fn along(axis: usize, length: f64) -> Self {
        Self::each(|index| if index == axis { length } else { 0.0 })
    }

    /// The same with another value for one axis.
    pub(super) fn with(self, axis: usize, value: f64) -> Self {
        Self::each(|index| if index == axis { value } else { self[index] })
    }

    pub(super) fn dot(self, other: Self) -> f64 {
        (0..3).map(|index| self[index] * other[index]).sum()
    }

    pub(super) fn cross(self, other: Self) -> Self {
        let ([a, b, c], [x, y, z]) = (self.0, other.0);
        Self([b * z - c * y, c * x - a * z, a * y - b * x])
    }

    pub(super) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The same direction with a length of 1; nothing stays nothing.
    pub(super) fn unit(self) -> Self {
        let length = self.length();
        if length > 0.0 { self * (1.0 / length) } else { self }
    }

    pub(super) fn lerp(self, to: Self, share: f64) -> Self {
        self + (to - self) * share
    }

    pub(super) fn is_finite(self) -> bool {
        self.0.iter().all(|value| value.is_finite())
    }
}

impl Index<usize> for Vector {
    type Output = f64;

    /// The value of axis 0, 1 or 2.
    fn index(&self, axis: usize) -> &f64 {
        &self.0[axis]
    }
}

impl Add for Vector {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::each(|index| self[index] + other[index])
    }
}

impl Sub for Vector {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::each(|index| self[index] - other[index])
    }
}

impl Mul<f64> for Vector {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self::each(|index| self[index] * factor)
    }
}
