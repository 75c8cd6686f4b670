//! Sorting by comparisons that need not agree with each other.

/// Sorts stably by a comparison as JavaScript's `sort` takes it: below zero, above zero, or neither.
///
/// The comparisons of circular diagrams are no order (three links may each come before the next), which the
/// standard library's sorts don't allow. The steps are those of a browser's sort on short lists: the run at the
/// start, then binary insertion.
pub(super) fn sort_by<T: Copy>(list: &mut [T], mut compare: impl FnMut(T, T) -> f64) {
    let mut sorted = 1;
    if let [first, second, ..] = *list {
        let falling = compare(second, first) < 0.0;
        sorted = 2;
        while let (Some(&before), Some(&next)) = (list.get(sorted - 1), list.get(sorted)) {
            if (compare(next, before) < 0.0) != falling {
                break;
            }
            sorted += 1;
        }
        if falling {
            list[..sorted].reverse();
        }
    }
    for index in sorted..list.len() {
        let item = list[index];
        let (mut low, mut high) = (0, index);
        while low < high {
            let middle = usize::midpoint(low, high);
            if compare(item, list[middle]) < 0.0 {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        list.copy_within(low..index, low + 1);
        list[low] = item;
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by;

    #[test]
    fn equal_items_keep_their_places_and_circles_do_no_harm() {
        let mut list = [(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        sort_by(&mut list, |a, b| f64::from(a.0 - b.0));
        assert_eq!(list.map(|item| item.1), ['d', 'b', 'e', 'a', 'c']);
        let mut rock: Vec<i32> = (0..50).collect();
        sort_by(&mut rock, |a, b| f64::from((a - b).rem_euclid(3) - 1));
        rock.sort_unstable();
        assert!(rock.into_iter().eq(0..50));
    }
}
