"use strict";
(() => {
  const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: "reset" };
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const places = [...document.querySelectorAll(".drawing")];
  const look = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const label = () => ({
    bgcolor: look("--surface"), bordercolor: look("--line"), font: { color: look("--ink") },
  });

  // A view box lets paper scale a picture that was drawn for the screen.
  function letScale(place) {
    for (const part of place.querySelectorAll(".main-svg")) {
      part.setAttribute("viewBox", `0 0 ${part.getAttribute("width")} ${part.getAttribute("height")}`);
    }
  }

  function draw(place) {
    const figure = JSON.parse(place.parentElement.querySelector("script.data").textContent);
    const font = { ...figure.layout.font, family: getComputedStyle(document.body).fontFamily };
    const layout = { ...figure.layout, font, dragmode: false, hoverlabel: label(), autosize: true };
    Plotly.newPlot(place, figure.data, layout, CONFIG).then(() => {
      place.on("plotly_afterplot", () => letScale(place));
      letScale(place);
    });
  }

  places.forEach(draw);
  scheme.addEventListener("change", () => {
    places.forEach((place) => Plotly.relayout(place, { hoverlabel: label() }));
  });
})();
