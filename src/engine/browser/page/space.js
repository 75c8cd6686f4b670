// Points of plots in space: where the camera shows them, by the matrices that plotly draws with.
const IN_SPACE = /^(scatter3d|mesh3d|cone|surface)$/;

const sceneOf = (gd, trace) => gd._fullLayout[trace.scene]?._scene;

// A column-major matrix times a vector.
const times = (matrix, vector) => [0, 1, 2, 3].map((row) => vector.reduce((sum, part, i) => sum + matrix[4 * i + row] * part, 0));

// The points of a plot trace: a surface has one for each of its cells.
function* spacePoints(trace) {
  const { x, y, z } = trace;
  if (trace.type !== "surface") {
    for (let i = 0; i < z.length; i++) yield { number: i, at: [x[i], y[i], z[i]] };
    return;
  }
  const along = (list, row, column, index) => (list === undefined ? index : (list[row]?.[column] ?? list[index]));
  for (let row = 0; row < z.length; row++) for (let column = 0; column < z[row].length; column++) {
    yield { at: [along(x, row, column, column), along(y, row, column, row), z[row][column]] };
  }
}

// Where the first point that fits is in the viewport.
function inSpace(gd, curve, trace, wanted) {
  const scene = sceneOf(gd, trace);
  const params = scene?.glplot?.cameraParams;
  if (!params?.model) refuse("its scene is not drawn yet: that needs WebGL");
  const axes = ["xaxis", "yaxis", "zaxis"].map((name) => scene.fullSceneLayout[name]);
  const { left, top, width, height } = scene.container.getBoundingClientRect();
  const same = (index, value, held) => !given(value) || axes[index].d2l(value) === axes[index].d2l(held) || String(value) === String(held);
  for (const { number, at } of spacePoints(trace)) {
    if (given(wanted.point) && wanted.point !== number) continue;
    if (!same(0, wanted.x, at[0]) || !same(1, wanted.y, at[1])) continue;
    if (given(wanted.label) && ![trace.text?.[number], trace.hovertext?.[number], trace.name].includes(wanted.label)) continue;
    const placed = at.map((value, i) => axes[i].d2l(value) * scene.dataScale[i]);
    const [x, y, , w] = times(params.projection, times(params.view, times(params.model, [...placed, 1])));
    return { x: left + (0.5 + (0.5 * x) / w) * width, y: top + (0.5 - (0.5 * y) / w) * height, curve, number, space: true };
  }
  return null;
}

// What the pointer is over in a scene, as it was told last.
const overInSpace = (gd, trace) => sceneOf(gd, trace).oldEventData?.points ?? [];

// Waits while a scene is drawn anew: it looks at the pointer and its buttons then.
async function drawn() {
  for (let i = 0; i < 5; i++) await frame();
}
