// The entries of this room whose libraries take longer to load than most commands take to run: each
// loads when it is first called, so that whoever imports the room's door pays for what is used only.

/** Begins a review in a new file, or in a PostgreSQL database; see `open-review.ts`. */
export const createReview: typeof import("./open-review.ts").createReview = async (...given) =>
  (await import("./open-review.ts")).createReview(...given);

/** Opens a review; see `open-review.ts`. */
export const openReview: typeof import("./open-review.ts").openReview = async (...given) =>
  (await import("./open-review.ts")).openReview(...given);

/** Builds a review from its files; see `example.ts`. */
export const buildFromRecipe: typeof import("./example.ts").buildFromRecipe = async (...given) =>
  (await import("./example.ts")).buildFromRecipe(...given);

/** A figure as a file for print; see `figure-export/export-figure.ts`. */
export const exportFigure: typeof import("./figure-export/export-figure.ts").exportFigure = async (
  ...given
) => (await import("./figure-export/export-figure.ts")).exportFigure(...given);

/** Writes a figure to a file; see `figure-export/export-figure.ts`. */
export const saveFigure: typeof import("./figure-export/export-figure.ts").saveFigure = async (...given) =>
  (await import("./figure-export/export-figure.ts")).saveFigure(...given);

/** The figures of the report as it stands; see `figure-export/review-figures.ts`. */
export const reviewFigures: typeof import("./figure-export/review-figures.ts").reviewFigures = async (
  ...given
) => (await import("./figure-export/review-figures.ts")).reviewFigures(...given);

/** Reads an export file and writes its records in another format; see `plain-files/convert.ts`. */
export const convertFile: typeof import("./plain-files/convert.ts").convertFile = async (...given) =>
  (await import("./plain-files/convert.ts")).convertFile(...given);

/** Finds duplicates in a file; see `plain-files/dedupe.ts`. */
export const dedupeFile: typeof import("./plain-files/dedupe.ts").dedupeFile = async (...given) =>
  (await import("./plain-files/dedupe.ts")).dedupeFile(...given);

/** Simulates the screening of labelled sets; see `plain-files/simulate.ts`. */
export const simulateFiles: typeof import("./plain-files/simulate.ts").simulateFiles = async (...given) =>
  (await import("./plain-files/simulate.ts")).simulateFiles(...given);
