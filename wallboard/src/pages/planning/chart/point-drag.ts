import type uPlot from 'uplot';

/** Pixels from a point within which a press takes hold of it. */
const reachPx = 14;

/**
 * Points of one line follow the pointer, up and down. Moving on sideways draws the points that
 * are passed, so that a peak is one gesture. A press elsewhere stays what it was: a stretch.
 */
export function pointDrag(options: {
  line: number | undefined;
  done: (values: ReadonlyMap<number, number>) => void;
}) {
  const { line, done } = options;

  function down(plot: uPlot, over: HTMLElement, usual: uPlot.Cursor.MouseListener) {
    const near = (event: MouseEvent) => line !== undefined && isNear(plot, line + 1, event);
    over.addEventListener('mousemove', (event) => over.toggleAttribute('data-grab', near(event)));
    return (event: MouseEvent) => {
      if (event.button !== 0 || line === undefined || !near(event)) return usual(event);
      hold(plot, line + 1, event, done);
      return null;
    };
  }
  return { down };
}

function isNear(plot: uPlot, series: number, event: MouseEvent): boolean {
  const { x, y } = placeIn(plot, event);
  const index = plot.posToIdx(x);
  const value = plot.data[series]?.[index];
  if (typeof value !== 'number') return false;
  const dx = plot.valToPos(plot.data[0][index] ?? 0, 'x') - x;
  return Math.abs(dx) <= reachPx && Math.abs(plot.valToPos(value, 'y') - y) <= reachPx;
}

function hold(
  plot: uPlot,
  series: number,
  first: MouseEvent,
  done: (values: ReadonlyMap<number, number>) => void,
): void {
  const values = new Map<number, number>();
  let last = plot.posToIdx(placeIn(plot, first).x);
  // The scale stands still meanwhile, else the point would run away from the pointer.
  const { min = 0, max = 1 } = plot.scales['y'] ?? {};
  const move = (event: MouseEvent) => {
    const { x, y } = placeIn(plot, event);
    const value = Math.max(0, Math.round(plot.posToVal(y, 'y')));
    const index = Math.max(0, Math.min(plot.data[0].length - 1, plot.posToIdx(x)));
    for (let i = Math.min(last, index); i <= Math.max(last, index); i += 1) values.set(i, value);
    last = index;
    const columns = plot.data.map((column, i) =>
      i === series ? Array.from(column, (old, at) => values.get(at) ?? old) : column,
    );
    plot.setData(columns as uPlot.AlignedData, false);
    plot.setScale('y', { min: min ?? 0, max: Math.max(max ?? 1, value) });
    plot.redraw();
  };
  const up = () => {
    removeEventListener('mousemove', move);
    removeEventListener('mouseup', up);
    if (values.size > 0) done(values);
  };
  addEventListener('mousemove', move);
  addEventListener('mouseup', up);
}

function placeIn(plot: uPlot, event: MouseEvent): { x: number; y: number } {
  const box = plot.over.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
