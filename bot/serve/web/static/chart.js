// Beside each chart a button that saves it as PNG, at twice its size so that it prints well.
// The picture has all its looks in attributes, so that what is drawn is what was seen.
const save = (svg, name) => {
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * svg.viewBox.baseVal.width;
    canvas.height = 2 * svg.viewBox.baseVal.height;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = `${name}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  };
  const drawn = new XMLSerializer().serializeToString(svg);
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
