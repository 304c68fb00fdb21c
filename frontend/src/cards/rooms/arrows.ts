/** Where something lies on the page. */
export interface Box {
  left: number;
  top: number;
  width: number;
}

/** Which of the boxes, in reading order, an arrow key leads to from box `at`; null for another key, or at the edge. */
export function arrowTarget(key: string, boxes: readonly Box[], at: number, isRightToLeft = false): number | null {
  const here = boxes[at];
  if (!here) {
    return null;
  }
  switch (key) {
    case "ArrowRight":
      return within(boxes, at + (isRightToLeft ? -1 : 1));
    case "ArrowLeft":
      return within(boxes, at + (isRightToLeft ? 1 : -1));
    case "Home":
      return 0;
    case "End":
      return boxes.length - 1;
    case "ArrowDown":
      return nearest(boxes, here, rowBeyond(boxes, at, 1));
    case "ArrowUp":
      return nearest(boxes, here, rowBeyond(boxes, at, -1));
    default:
      return null;
  }
}

function within(boxes: readonly Box[], at: number): number | null {
  return at >= 0 && at < boxes.length ? at : null;
}

/** The indices of the next row in a direction: those that share the first other top. */
function rowBeyond(boxes: readonly Box[], at: number, step: 1 | -1): number[] {
  const top = boxes[at]?.top;
  const row: number[] = [];
  for (let each = at + step; each >= 0 && each < boxes.length; each += step) {
    const box = boxes[each];
    const first = boxes[row[0] ?? -1];
    if (!box || box.top === top) continue;
    if (first && first.top !== box.top) break;
    row.push(each);
  }
  return row;
}

function nearest(boxes: readonly Box[], here: Box, row: number[]): number | null {
  const middle = (box: Box): number => box.left + box.width / 2;
  let best: number | null = null;
  let distance = Infinity;
  for (const each of row) {
    const box = boxes[each];
    if (box && Math.abs(middle(box) - middle(here)) < distance) {
      distance = Math.abs(middle(box) - middle(here));
      best = each;
    }
  }
  return best;
}
