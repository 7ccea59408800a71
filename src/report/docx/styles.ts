import { type IStylesOptions, LineRuleType } from "docx";

const READ = "Georgia";
const UI = "Arial";
const INK = "1B1E23";
const SOFT = "5A616B";

/** Named styles of the document; sizes in half points, spacing in twentieths of a point. */
export function documentStyles(language: string): IStylesOptions {
  const heading = (size: number, before: number): object => ({
    run: { font: READ, size, bold: true, color: INK },
    paragraph: { spacing: { before, after: 120 }, keepNext: true, keepLines: true },
  });
  const own = (id: string, name: string, run: object, paragraph: object): object => ({
    id,
    name,
    basedOn: "Normal",
    quickFormat: true,
    run,
    paragraph,
  });
  return {
    default: {
      document: {
        run: { font: READ, size: 21, color: INK, language: { value: language } },
        paragraph: { spacing: { after: 140, line: 300, lineRule: LineRuleType.AUTO } },
      },
      title: {
        run: { font: READ, size: 40, bold: true, color: INK },
        paragraph: { spacing: { after: 120 } },
      },
      heading1: heading(30, 400),
      heading2: heading(25, 300),
      heading3: heading(22, 240),
    },
    paragraphStyles: [
      own("Authors", "Authors", {}, { spacing: { after: 60 } }),
      own("Status", "Status", { font: UI, size: 17, color: SOFT }, { spacing: { after: 240 } }),
      own(
        "FigureNumber",
        "Figure or Table Number",
        { bold: true },
        { spacing: { before: 280, after: 20 }, keepNext: true },
      ),
      own(
        "FigureTitle",
        "Figure or Table Title",
        { italics: true },
        { spacing: { after: 80 }, keepNext: true },
      ),
      own(
        "TableText",
        "Table Text",
        { font: UI, size: 17 },
        { spacing: { before: 40, after: 40, line: 250, lineRule: LineRuleType.AUTO } },
      ),
      own(
        "TableHead",
        "Table Head",
        { font: UI, size: 17, bold: true },
        { spacing: { before: 40, after: 40, line: 250, lineRule: LineRuleType.AUTO }, keepNext: true },
      ),
      own(
        "TableTextWide",
        "Table Text Wide",
        { font: UI, size: 15 },
        { spacing: { before: 30, after: 30, line: 240, lineRule: LineRuleType.AUTO } },
      ),
      own(
        "TableHeadWide",
        "Table Head Wide",
        { font: UI, size: 15, bold: true },
        { spacing: { before: 30, after: 30, line: 240, lineRule: LineRuleType.AUTO }, keepNext: true },
      ),
      own(
        "TableTextSmall",
        "Table Text Small",
        { font: UI, size: 13 },
        { spacing: { before: 10, after: 10, line: 240, lineRule: LineRuleType.AUTO } },
      ),
      own(
        "TableHeadSmall",
        "Table Head Small",
        { font: UI, size: 13, bold: true },
        { spacing: { before: 10, after: 10, line: 240, lineRule: LineRuleType.AUTO }, keepNext: true },
      ),
      own(
        "TableNote",
        "Table Note",
        { font: UI, size: 16, color: SOFT },
        { spacing: { before: 60, after: 40, line: 250, lineRule: LineRuleType.AUTO } },
      ),
      own(
        "Alert",
        "Alert",
        { font: UI, size: 19 },
        {
          spacing: { before: 160, after: 160 },
          indent: { left: 160, right: 160 },
          border: { left: { style: "single", size: 24, space: 8, color: "8A2F12" } },
          shading: { type: "clear", fill: "FBEAE3" },
        },
      ),
      own(
        "Notice",
        "Notice",
        { font: UI, size: 19 },
        {
          spacing: { before: 160, after: 160 },
          indent: { left: 160, right: 160 },
          border: { left: { style: "single", size: 24, space: 8, color: "0B5F73" } },
          shading: { type: "clear", fill: "E3F0F2" },
        },
      ),
      own("Code", "Code", { font: "Courier New", size: 18 }, { shading: { type: "clear", fill: "F2F0EA" } }),
      own("Small", "Small", { font: UI, size: 17, color: SOFT }, {}),
      own(
        "Bibliography",
        "Bibliography",
        {},
        { indent: { left: 567, hanging: 567 }, spacing: { after: 100 } },
      ),
    ],
    characterStyles: [{ id: "CodeCharacter", name: "Code Character", run: { font: "Courier New" } }],
  } as IStylesOptions;
}
