// @ts-check
// What the bytes of a picture mean: who is in a post, and what stands for nobody and for no week.

export const VACANT = 0;
export const AGENCY = 2;
export const ACTING = 3;
export const CLOSED = 4;
export const NOBODY = 255;
export const NO_WEEK = 32767;
