//! Places of panels on Grafana's grid, from widths and heights alone.
//!
//! Invariants: the grid has 24 columns; panels of a row stand in the order written and never overlap.

/// Columns of the grid. Source: grafana/data, `GRID_COLUMN_COUNT`.
pub const COLUMNS: u32 = 24;

/// Height of a panel that nobody gave one, in grid units of 38 pixels.
pub const HEIGHT: u32 = 8;

/// Panels without width that share a line.
const SHARED: usize = 4;

/// A place on the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Left column, from 0.
    pub x: u32,
    /// Upper edge, from 0.
    pub y: u32,
    /// Width in columns.
    pub width: u32,
    /// Height in grid units.
    pub height: u32,
}

/// The size of a panel as declared.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// 1 to 24 columns; `None` for a share of the line.
    pub width: Option<u32>,
    /// Height in grid units.
    pub height: u32,
}

/// Places for the panels of a row whose first line begins at `top`, and where the next row begins.
pub fn places(sizes: &[Size], top: u32) -> (Vec<Place>, u32) {
    let mut result = Vec::with_capacity(sizes.len());
    let mut y = top;
    for line in lines(sizes) {
        let fixed: u32 = line.iter().filter_map(|size| size.width).sum();
        let shares = line.iter().filter(|size| size.width.is_none()).count();
        let mut shares = split(COLUMNS.saturating_sub(fixed), shares);
        let mut x = 0;
        for size in line {
            let width = size.width.or_else(|| shares.next()).unwrap_or(COLUMNS);
            let height = size.height;
            result.push(Place {
                x,
                y,
                width,
                height,
            });
            x += width;
        }
        y += line.iter().map(|size| size.height).max().unwrap_or(0);
    }
    (result, y)
}

/// Cuts a row into lines. A row without widths gets lines of nearly equal length.
fn lines(sizes: &[Size]) -> Vec<&[Size]> {
    if sizes.iter().all(|size| size.width.is_none()) {
        let count = sizes.len().div_ceil(SHARED).max(1);
        let lengths = split(to_u32(sizes.len()), count);
        let mut rest = sizes;
        return lengths
            .map(|length| {
                let (line, after) = rest.split_at(length as usize);
                rest = after;
                line
            })
            .collect();
    }
    let mut result = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (index, size) in sizes.iter().enumerate() {
        let least = size.width.unwrap_or(COLUMNS / to_u32(SHARED));
        if used + least > COLUMNS {
            result.push(&sizes[start..index]);
            (start, used) = (index, 0);
        }
        used += least;
    }
    result.push(&sizes[start..]);
    result
}

/// Splits a number into nearly equal parts, the larger ones first; nothing for no parts.
fn split(whole: u32, parts: usize) -> impl Iterator<Item = u32> {
    let count = to_u32(parts);
    (0..count).map(move |index| whole / count + u32::from(index < whole % count))
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Place, Size, places};

    fn check(widths: &[Option<u32>], expected: &[(u32, u32, u32)]) {
        let sizes: Vec<Size> = widths
            .iter()
            .map(|width| Size {
                width: *width,
                height: 8,
            })
            .collect();
        let (places, _) = places(&sizes, 0);
        let found: Vec<(u32, u32, u32)> = places
            .iter()
            .map(|Place { x, y, width, .. }| (*x, *y, *width))
            .collect();
        assert_eq!(found, expected, "{widths:?}");
    }

    #[test]
    fn panels_without_width_share_their_line() {
        check(&[None], &[(0, 0, 24)]);
        check(&[None; 3], &[(0, 0, 8), (8, 0, 8), (16, 0, 8)]);
        check(
            &[None; 5],
            &[(0, 0, 8), (8, 0, 8), (16, 0, 8), (0, 8, 12), (12, 8, 12)],
        );
        check(&[Some(6), None], &[(0, 0, 6), (6, 0, 18)]);
        check(&[Some(7), None, None], &[(0, 0, 7), (7, 0, 9), (16, 0, 8)]);
    }

    #[test]
    fn lines_wrap_where_the_grid_ends() {
        check(&[Some(12); 3], &[(0, 0, 12), (12, 0, 12), (0, 8, 12)]);
        check(&[Some(8), Some(24)], &[(0, 0, 8), (0, 8, 24)]);
    }

    #[test]
    fn the_next_row_begins_below_the_highest_panel() {
        let size = |height| Size {
            width: Some(12),
            height,
        };
        assert_eq!(places(&[size(4), size(9)], 3).1, 12);
        assert_eq!(places(&[], 3).1, 3);
    }
}
