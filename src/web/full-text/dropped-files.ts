/** Files of a drop or a folder. */
export interface GivenFiles {
  readonly files: readonly File[];
  /** Came in a folder, or with others. */
  readonly origin: "file" | "folder";
  /** Files of a folder that are no PDFs by their name. */
  readonly left: number;
}

/** So many files are looked through in folders; more is not a review's folder. */
const MOST = 5_000;

/** Whether a file calls itself a PDF. What it is, the program looks at. */
export function isPdf(file: Pick<File, "name" | "type">): boolean {
  return /\.pdf$/i.test(file.name) || file.type === "application/pdf";
}

/**
 * Files of a drop, those in folders and their folders too. To be called while the event lasts: what was
 * dropped can be asked for only then.
 */
export function droppedFiles(data: DataTransfer): Promise<GivenFiles> {
  const entries = [...data.items].flatMap((item) =>
    item.kind === "file" ? (item.webkitGetAsEntry() ?? []) : [],
  );
  const plain = [...data.files];
  if (!entries.some(({ isDirectory }) => isDirectory)) return Promise.resolve(pickedFiles(plain, false));
  return Promise.all(entries.map((entry) => filesIn(entry, MOST))).then((lists) =>
    pickedFiles(lists.flat().slice(0, MOST), true),
  );
}

/** Files as a picker gives them; of a folder only PDFs are taken. */
export function pickedFiles(files: readonly File[], folder: boolean): GivenFiles {
  if (!folder) return { files, origin: files.length > 1 ? "folder" : "file", left: 0 };
  const pdfs = files.filter(isPdf);
  return { files: pdfs, origin: "folder", left: files.length - pdfs.length };
}

async function filesIn(entry: FileSystemEntry, most: number): Promise<readonly File[]> {
  if (entry.isFile) {
    const file = await new Promise<File | null>((resolve) =>
      (entry as FileSystemFileEntry).file(resolve, () => resolve(null)),
    );
    return file === null ? [] : [file];
  }
  if (!entry.isDirectory) return [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A folder is told in parts, until an empty one.
  for (;;) {
    const part = await new Promise<readonly FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (part.length === 0 || files.length >= most) return files;
    for (const child of part) files.push(...(await filesIn(child, most - files.length)));
  }
}
