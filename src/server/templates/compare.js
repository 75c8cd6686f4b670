"use strict";
// Moves the divider of two pictures that lie over each other.
for (const slider of document.querySelectorAll(".slider")) {
  const range = slider.querySelector("input[type=range]");
  const over = slider.querySelector(".over");
  slider.classList.add("scripted");
  range.hidden = false;
  // Each px is as wide in one picture as in the other.
  const images = [...slider.querySelectorAll("img")];
  const fit = () => {
    const widest = Math.max(...images.map((image) => image.naturalWidth));
    for (const image of images) if (widest > 0) image.style.width = `${(100 * image.naturalWidth) / widest}cqw`;
  };
  for (const image of images) image.addEventListener("load", fit);
  fit();
  const move = () => over.style.setProperty("--at", `${range.value}%`);
  range.addEventListener("input", move);
  move();
}
