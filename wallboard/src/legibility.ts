/**
 * How large type must be so that it can be read across a room, and what then
 * fits on the screen. Pure arithmetic: sizes follow from the room.
 */

/** A screen, and the farthest person who must read it. */
export interface Room {
  /** Diagonal of the picture, in inches. */
  inches: number;
  /** Distance of the farthest reader, in metres. */
  metres: number;
  /** Width of the picture divided by its height. */
  aspect: number;
}

/** Height that digits of a principal figure should fill, in arc minutes. */
export const aimMinutes = 20;
/** Below this nobody should be asked to read; such a layout is refused. */
export const floorMinutes = 16;
/** Chinese characters have more strokes and need more. */
export const hanMinutes = 22;

// Height of a digit and of a Chinese character as a share of the type size,
// measured in Noto Sans CJK SC and Inter (0.72 to 0.73; 0.92).
const digitShare = 0.72;
const hanShare = 0.92;

/** How much of the screen's height, in percent, one arc minute fills at the reader's place. */
export function vhPerArcMinute({ inches, metres, aspect }: Room): number {
  const heightMm = (inches * 25.4) / Math.hypot(1, aspect);
  const arcMinuteMm = metres * 1000 * 2 * Math.tan(Math.PI / (180 * 60) / 2);
  return (arcMinuteMm / heightMm) * 100;
}

/** Type sizes in percent of the screen's height. */
export interface TypeSizes {
  /** Digits of rows; they fill the asked arc minutes. */
  body: number;
  /** Words, labels and notes; Chinese fills at least 22 arc minutes, digits among it over 17. */
  text: number;
}

/** The type sizes at which digits fill so many arc minutes. Words never fall below their own. */
export function typeSizes(room: Room, minutes: number = aimMinutes): TypeSizes {
  const unit = vhPerArcMinute(room);
  const words = Math.max(hanMinutes, (hanMinutes * minutes) / aimMinutes);
  return { body: (minutes * unit) / digitShare, text: (words * unit) / hanShare };
}

/** Lines of body type, one under the other, that fit the height: 8 on 55 inches at 8 metres. */
export function linesThatFit(room: Room, minutes: number = aimMinutes): number {
  return Math.floor(100 / (typeSizes(room, minutes).body * 1.2));
}

/** Arc minutes that a digit of this type size fills; for telling what a screen really gives. */
export function minutesOf(room: Room, sizeVh: number): number {
  return (sizeVh * digitShare) / vhPerArcMinute(room);
}

/** The farthest place, in metres, from which digits of this size still fill so many arc minutes. */
export function readableFrom(room: Room, sizeVh: number, minutes: number = aimMinutes): number {
  return (room.metres * minutesOf(room, sizeVh)) / minutes;
}
