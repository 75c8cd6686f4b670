//! What surrounds the plots: margins, title, legend, colour bars, annotations, shapes.

mod annotation;
mod arrow;
mod color_bar;
mod image;
mod key;
mod legend;
mod margins;
mod menu;
mod range_selector;
mod range_slider;
mod room;
mod shape;
mod shape_label;
mod step_slider;
mod title;
mod widget;

pub(super) use annotation::draw_annotations;
pub(super) use color_bar::{ColorBar, StepFill, Steps};
pub(super) use image::draw_images;
pub(super) use key::{Key, KeyShape};
pub(super) use legend::{Entry, Legend, Order};
pub(super) use margins::{Margins, Push, Reserve};
pub(super) use menu::menus;
pub(super) use range_selector::range_selectors;
pub(super) use range_slider::RangeSlider;
pub(super) use room::stretch_annotations;
pub(super) use shape::{draw_shapes, stretch_shapes};
pub(super) use step_slider::step_sliders;
pub(super) use title::Title;
pub(super) use widget::Widget;
