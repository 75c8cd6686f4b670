//! The data: daily sales of three regions and six products, made from a fixed seed.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The regions, in the order of the charts.
pub(super) const REGIONS: [&str; 3] = ["AMER", "APAC", "EMEA"];

/// Family and name of each product.
pub(super) const PRODUCTS: [(&str, &str); 6] = [
    ("Furniture", "Chairs"),
    ("Furniture", "Desks"),
    ("Furniture", "Shelves"),
    ("Lighting", "Lamps"),
    ("Paper", "Binders"),
    ("Paper", "Notebooks"),
];

/// A city, and how much of its region's revenue it makes.
type City = (&'static str, f64);

/// Countries with their region and cities.
pub(super) const COUNTRIES: [(&str, &str, &[City]); 4] = [
    ("France", "EMEA", &[("Lyon", 0.11), ("Paris", 0.24)]),
    ("Germany", "EMEA", &[("Berlin", 0.27), ("Hamburg", 0.16), ("Munich", 0.22)]),
    ("Japan", "APAC", &[("Osaka", 0.38), ("Tokyo", 0.62)]),
    ("United States", "AMER", &[("Chicago", 0.31), ("New York", 0.45), ("Seattle", 0.24)]),
];

/// The days that are covered.
pub(super) const FIRST_DAY: Date = date(2025, 1, 1);
pub(super) const LAST_DAY: Date = date(2025, 6, 30);

/// What was sold of one product in one region on one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sale {
    pub(super) day: Date,
    /// Index in [`REGIONS`].
    pub(super) region: usize,
    /// Index in [`PRODUCTS`].
    pub(super) product: usize,
    pub(super) orders: u32,
    /// Whole dollars.
    pub(super) revenue: u32,
}

/// Every sale, by day, region and product.
pub(super) static SALES: LazyLock<Vec<Sale>> = LazyLock::new(make);

/// Which sales are meant; an empty list of products means all.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    pub(super) days: RangeInclusive<Date>,
    pub(super) region: Option<usize>,
    pub(super) products: Vec<usize>,
}

impl Filter {
    /// The sales that pass, in order.
    pub(super) fn sales(&self) -> impl Iterator<Item = &'static Sale> + '_ {
        SALES.iter().filter(|sale| {
            self.days.contains(&sale.day)
                && self.region.is_none_or(|region| region == sale.region)
                && (self.products.is_empty() || self.products.contains(&sale.product))
        })
    }

    /// Their revenue, whole dollars.
    pub(super) fn revenue(&self) -> u64 {
        self.sales().map(|sale| u64::from(sale.revenue)).sum()
    }
}

fn make() -> Vec<Sale> {
    let prices = [140.0, 310.0, 95.0, 60.0, 12.0, 6.0];
    let shares = [1.0, 0.7, 1.2];
    let mut noise = Noise(2025);
    let mut sales = Vec::new();
    let mut day = FIRST_DAY;
    while day <= LAST_DAY {
        let elapsed = f64::from((day - FIRST_DAY).get_days());
        let growth = 1.0 + elapsed / 400.0;
        let weekend = if matches!(day.weekday().to_monday_one_offset(), 6 | 7) { 0.45 } else { 1.0 };
        for (region, share) in shares.iter().enumerate() {
            for (product, price) in prices.iter().enumerate() {
                let demand = 9.0 * share * growth * weekend * (0.6 + 0.8 * noise.next());
                let orders = demand.round().max(1.0);
                let revenue = (orders * price * (0.9 + 0.2 * noise.next())).round();
                sales.push(Sale { day, region, product, orders: orders as u32, revenue: revenue as u32 });
            }
        }
        day = day.saturating_add(1.day());
    }
    sales
}

/// SplitMix64: numbers that are the same on every machine.
struct Noise(u64);

impl Noise {
    /// 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// `$1,204,330`.
pub(super) fn dollars(amount: u64) -> String {
    format!("${}", grouped(amount))
}

/// `1,204,330`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(dollars(5), "$5");
        assert_eq!(dollars(1234), "$1,234");
        assert_eq!(dollars(1_204_330), "$1,204,330");
    }

    #[test]
    fn every_day_region_and_product_has_one_sale() {
        assert_eq!(SALES.len(), 181 * REGIONS.len() * PRODUCTS.len());
    }

    #[test]
    fn a_region_and_the_others_make_the_whole() {
        let filter = |region| Filter { days: FIRST_DAY..=LAST_DAY, region, products: Vec::new() };
        let parts: u64 = (0..REGIONS.len()).map(|region| filter(Some(region)).revenue()).sum();
        assert_eq!(parts, filter(None).revenue());
    }
}
