use kurbo::{Affine, BezPath, Circle, Point, Rect, Shape, Size};

use super::super::{
    Color, FontStyle, Fonts, Gradient, GradientKind, Group, Item, Markers, Paint, PathItem, Scene, Stop,
    Stroke, text,
};
use super::*;

const RED: Color = Color::rgb(255, 0, 0);

fn scene(items: Vec<Item>) -> Scene {
    Scene { background: Some(Color::WHITE), items, ..Scene::new(Size::new(20.0, 20.0)) }
}

fn square(x: f64, y: f64, side: f64, color: Color) -> Item {
    Item::Path(PathItem::filled(Rect::new(x, y, x + side, y + side).to_path(0.1), color))
}

fn pixel(image: &Image, x: usize, y: usize) -> [u8; 4] {
    let at = (y * image.width as usize + x) * 4;
    image.rgba[at..at + 4].try_into().expect("four channels")
}

fn drawn(items: Vec<Item>) -> Image {
    scene(items).to_rgba(1.0).expect("draws")
}

#[test]
fn impossible_sizes_are_refused() {
    for (width, height) in [(0.0, 5.0), (f64::NAN, 5.0), (-1.0, 5.0), (f64::INFINITY, 5.0), (1e6, 1e6)] {
        assert!(matches!(Scene::new(Size::new(width, height)).to_rgba(1.0), Err(Error::BadSize { .. })));
    }
    assert!(matches!(Scene::new(Size::new(5.0, 5.0)).to_png(f64::NAN), Err(Error::BadSize { .. })));
}

#[test]
fn nothing_painted_is_transparent() {
    let image = Scene::new(Size::new(3.0, 2.0)).to_rgba(2.0).expect("draws");
    assert_eq!((image.width, image.height), (6, 4));
    assert!(image.rgba.iter().all(|byte| *byte == 0));
}

#[test]
fn a_half_covered_pixel_is_half_painted() {
    let image = drawn(vec![square(2.5, 2.0, 4.0, Color::BLACK)]);
    assert_eq!(pixel(&image, 3, 3), [0, 0, 0, 255]);
    assert!((120..136).contains(&pixel(&image, 2, 3)[0]));
}

#[test]
fn a_clip_cuts_paths_markers_and_text_alike() {
    let font = Fonts::embedded().find("", FontStyle::BOLD);
    let line = text::shape(&font, 18.0, "MMM").run(Affine::translate((0.0, 18.0)), RED);
    let markers = Markers {
        shape: Circle::new(Point::ZERO, 0.5).to_path(0.01),
        open: false,
        positions: vec![Point::new(10.0, 10.0)],
        sizes: vec![18.0],
        fills: vec![RED],
        strokes: vec![],
    };
    for item in [square(0.0, 0.0, 20.0, RED), Item::Markers(markers), Item::Glyphs(line)] {
        for clip in
            [Rect::new(5.0, 5.0, 15.0, 15.0).to_path(0.1), Circle::new((10.0, 10.0), 5.0).to_path(0.1)]
        {
            let group = Group { clip: Some(clip), items: vec![item.clone()], ..Group::default() };
            let image = drawn(vec![Item::Group(group)]);
            assert!((0..20).all(|n| pixel(&image, n, 4) == [255; 4] && pixel(&image, 15, n) == [255; 4]));
            assert!(image.rgba.chunks_exact(4).any(|pixel| pixel[1] < 100), "something is seen");
        }
    }
}

#[test]
fn a_faded_group_fades_as_one() {
    let both = vec![square(2.0, 2.0, 8.0, RED), square(6.0, 6.0, 8.0, Color::BLACK)];
    let image = drawn(vec![Item::Group(Group { opacity: 0.5, items: both, ..Group::default() })]);
    assert_eq!(pixel(&image, 7, 7)[0], pixel(&image, 12, 12)[0], "the red under the black isn't seen");
    assert_eq!(pixel(&image, 3, 3)[0], 255);
}

#[test]
fn a_stamped_marker_looks_like_its_path() {
    let markers = Markers {
        shape: Circle::new(Point::ZERO, 0.5).to_path(0.001),
        open: false,
        positions: vec![Point::new(10.25, 9.5)],
        sizes: vec![9.0],
        fills: vec![RED],
        strokes: vec![(Color::BLACK, 1.5)],
    };
    let path = Item::Path(markers.item(0));
    let (stamped, exact) = (drawn(vec![Item::Markers(markers)]), drawn(vec![path]));
    let worst = stamped.rgba.iter().zip(&exact.rgba).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(worst <= Some(24), "{worst:?}");
}

#[test]
fn a_gradient_runs_from_its_first_to_its_last_colour() {
    let gradient = Gradient {
        kind: GradientKind::Linear { from: Point::new(0.0, 0.0), to: Point::new(20.0, 0.0) },
        stops: vec![Stop { offset: 0.0, color: Color::BLACK }, Stop { offset: 1.0, color: Color::WHITE }],
    };
    let image = drawn(vec![Item::Path(PathItem::filled(
        Rect::new(0.0, 0.0, 20.0, 20.0).to_path(0.1),
        Paint::Gradient(gradient),
    ))]);
    assert!(pixel(&image, 0, 5)[0] < 12 && pixel(&image, 19, 5)[0] > 243);
}

#[test]
fn an_odd_list_of_dashes_is_said_twice() {
    let mut line = BezPath::new();
    line.move_to((0.0, 10.0));
    line.line_to((20.0, 10.0));
    let stroke = Stroke { dash: vec![4.0], ..Stroke::new(Color::BLACK, 2.0) };
    let image = drawn(vec![Item::Path(PathItem::stroked(line, stroke))]);
    assert_eq!((pixel(&image, 1, 10)[0], pixel(&image, 5, 10)[0], pixel(&image, 9, 10)[0]), (0, 255, 0));
}

#[test]
fn what_is_larger_than_any_picture_fills_it() {
    for size in [1e5, 1e7, 1e19, 1e300] {
        let markers = Markers {
            shape: Circle::new(Point::ZERO, 0.5).to_path(0.1),
            open: false,
            positions: vec![Point::new(10.0, 10.0)],
            sizes: vec![size],
            fills: vec![RED],
            strokes: vec![],
        };
        let image = drawn(vec![Item::Markers(markers)]);
        assert!(image.rgba.chunks_exact(4).all(|pixel| pixel == [255, 0, 0, 255]), "{size}");
    }
}

#[test]
fn numbers_that_are_none_paint_nothing() {
    let mut path = BezPath::new();
    path.move_to((f64::NAN, 0.0));
    path.line_to((1e300, f64::INFINITY));
    let markers = Markers {
        shape: Circle::new(Point::ZERO, 0.5).to_path(0.1),
        open: true,
        positions: vec![Point::new(f64::NAN, 1.0), Point::new(1e300, -1e300)],
        sizes: vec![f64::INFINITY],
        fills: vec![],
        strokes: vec![(RED, f64::NAN)],
    };
    let image = drawn(vec![Item::Path(PathItem::filled(path, RED)), Item::Markers(markers)]);
    assert!(image.rgba.iter().all(|byte| *byte == 255));
}

#[test]
fn every_thread_draws_the_same_bytes() {
    let font = Fonts::embedded().find("", FontStyle::REGULAR);
    let line = text::shape(&font, 11.3, "Yes").run(Affine::rotate(0.3) * Affine::translate((3.1, 9.7)), RED);
    let scene = scene(vec![square(1.3, 1.7, 9.1, Color::BLACK), Item::Glyphs(line)]);
    let first = scene.to_png(1.5).expect("draws");
    let others: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| scene.to_png(1.5).expect("draws"))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(others.iter().all(|other| *other == first));
}
