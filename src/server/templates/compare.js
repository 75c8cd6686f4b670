"use strict";
// Moves the divider of two pictures that lie over each other.
for (const slider of document.querySelectorAll(".slider")) {
  const range = slider.querySelector("input[type=range]");
  const over = slider.querySelector(".over");
  slider.classList.add("scripted");
  range.hidden = false;
  const move = () => over.style.setProperty("--at", `${range.value}%`);
  range.addEventListener("input", move);
  move();
}
