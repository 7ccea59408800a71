import type { CSSProperties } from "react";
import { SIZES, useReadingView, WIDTHS } from "../screening/reading-view.ts";

/** Size and measure of text that is read, as this browser's reader likes it. */
export function useReadingStyle(): CSSProperties {
  const { size, width } = useReadingView();
  return { "--size": `${SIZES[size]}px`, "--measure": `${WIDTHS[width]}ch` } as CSSProperties;
}
