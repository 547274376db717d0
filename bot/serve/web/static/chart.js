// Beside each chart a button that saves it as PNG, at twice its size so that it prints well.
// What a style sheet says of it is written into the picture, so that what is drawn is what was seen.
const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor"];
const looking = (svg) => {
  const copy = svg.cloneNode(true);
  const copied = copy.querySelectorAll("*");
  svg.querySelectorAll("*").forEach((one, at) => {
    const look = getComputedStyle(one);
    for (const name of LOOKS) copied[at].style.setProperty(name, look.getPropertyValue(name));
  });
  return copy;
};
const save = (svg, name) => {
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * svg.viewBox.baseVal.width;
    canvas.height = 2 * svg.viewBox.baseVal.height;
    const paper = canvas.getContext("2d");
    paper.fillStyle = getComputedStyle(svg.closest(".card") ?? document.body).backgroundColor;
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = `${name}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  };
  const drawn = new XMLSerializer().serializeToString(looking(svg));
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
};

for (const chart of document.querySelectorAll(".chart[data-name]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "do plain";
  button.textContent = "保存为 PNG";
  button.addEventListener("click", () => save(chart.querySelector("svg"), chart.dataset.name));
  chart.after(button);
  chart.scrollLeft = chart.scrollWidth; // the latest days, where not all have room
}
