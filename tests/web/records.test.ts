import { describe, expect, it } from "vitest";
import { changesIn, presentText } from "../../src/web/records/amended-values.ts";
import { filterOf, isFiltered, recordsPath } from "../../src/web/records/filter.ts";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";
import { side } from "./fake-duplicates.ts";

describe("filter in the address", () => {
  it("takes only choices there are, and years that are years", () => {
    const filter = filterOf({
      missing: "doi",
      only: "nonsense",
      yearFrom: "20",
      yearTo: "2010",
      status: "x",
    });
    expect(filter).toMatchObject({ missing: "doi", only: "", status: "", stage: "title-abstract" });
    expect(recordsPath(filter, 0, 5)).toBe("records?after=0&limit=5&missing=doi&yearTo=2010");
    expect(isFiltered(filter)).toBe(true);
    expect(isFiltered(filterOf({ stage: "full-text", report: "x" }))).toBe(false);
  });
});

describe("corrected values", () => {
  const amendment = {
    by: "ada",
    at: "2026-03-01T10:00:00Z",
    eventId: "e1",
    source: "p. 1",
    record: "imp1-2",
  };
  const record = {
    ...side(2),
    amended: [
      { ...amendment, changes: [{ field: "year" as const, value: "2001" }] },
      { ...amendment, eventId: "e2", changes: [{ field: "year" as const, value: null }] },
    ],
  };

  it("stand as the newest correction says, else as imported", () => {
    expect(presentText(record, "year")).toBe("");
    expect(presentText(record, "authors")).toBe("Alder, A.\nBirch, A.\nCedar, A.");
    expect(presentText(record, "doi")).toBe("10.0000/simulated.2");
  });

  it("are sent only where they differ from what stands", () => {
    const fields = [
      "title",
      "authors",
      "year",
      "journal",
      "volume",
      "issue",
      "pages",
      "doi",
      "pmid",
    ] as const;
    const draft = Object.fromEntries(
      [...fields, "language" as const, "abstract" as const].map((field) => [
        field,
        presentText(record, field),
      ]),
    ) as Parameters<typeof changesIn>[1];
    expect(changesIn(record, draft)).toEqual([]);
    expect(changesIn(record, { ...draft, year: " 2003 ", journal: "  " })).toEqual([
      { field: "journal", value: null },
      { field: "year", value: "2003" },
    ]);
  });
});

describe.skipIf(chromium === null)("records page", () => {
  const now = useAppPage();

  it("narrows by words, years and gaps; all of it stands in the address and is cleared at once", async () => {
    const { api, page, errors } = now();
    await page.goto(`${api.url}/records`);
    await page.getByText("400 reports").waitFor();
    await page.getByRole("button", { name: "57 reports without an abstract" }).click();
    await page.getByText("57 reports found").waitFor();
    expect(page.url()).toContain("missing=abstract");
    await page.getByRole("button", { name: /More filters/ }).click();
    await page.getByLabel("From year").fill("2010");
    await page.getByLabel("To year").fill("2012");
    await page.getByText("7 reports found").waitFor();
    await page.getByLabel("Words in title, authors or abstract").fill("report 1");
    await page.getByText(/^\d reports found/).waitFor();
    await page.reload();
    await page.getByText(/^\d reports found/).waitFor();
    expect(await page.getByLabel("From year").inputValue()).toBe("2010");
    expect(await page.getByLabel("Lacks").inputValue()).toBe("abstract");
    await page.getByLabel("To year").fill("20x2");
    await page.getByText("Write a year with four digits.").waitFor();
    await page.getByRole("button", { name: "Clear all filters" }).click();
    await page.getByText("400 reports").waitFor();
    expect(await page.getByLabel("Words in title, authors or abstract").inputValue()).toBe("");
    expect(errors).toEqual([]);
  });

  it("shows every record of a report, where each shown value comes from, and its links", async () => {
    const { api, page, errors } = now();
    await page.goto(`${api.url}/records?report=imp1-2`);
    const detail = page.getByRole("complementary", { name: "Report" });
    await detail.getByText("Its preprint:").waitFor();
    const second = detail.getByRole("article", { name: "Record of Base B, line 1" });
    await second.getByText("Shown above from here: abstract").waitFor();
    await second.getByText("Rayyan · Bo · title and abstract · wrong dose").waitFor();
    await second.getByText("simulated label").waitFor();
    await second.getByText("The entry as it came").click();
    await second.getByText("TY - JOUR").waitFor();
    await detail.getByRole("link", { name: /^Simulated report 5:/ }).click();
    await detail.getByRole("heading", { name: /^Simulated report 5:/ }).waitFor();
    expect(page.url()).toContain("report=imp1-5");
    expect(errors).toEqual([]);
  });

  it("corrects a field with its source, shows what was imported, and takes it back", async () => {
    const { api, page, errors } = now();
    await page.goto(`${api.url}/records?report=imp1-2`);
    const card = page.getByRole("article", { name: "Record of Base A, line 1" });
    await card.getByRole("button", { name: "Correct the record of Base A, line 1" }).click();
    const form = page.getByRole("form", { name: "Correct this record" });
    expect(await form.getByRole("button", { name: /^Save/ }).isDisabled()).toBe(true);
    await form.getByLabel("Year").fill("2003");
    await form.getByText("As imported: 2002").waitFor();
    await form.getByLabel("DOI").fill("not one");
    expect(await violations(page)).toEqual([]);
    await form.getByRole("button", { name: "Save 2 corrections" }).click();
    await form.getByText("Say where the new value stands.").waitFor();
    expect(api.amended).toEqual([]);
    await page.keyboard.type("the article, p. 1");
    await page.keyboard.press("Enter");
    await form.getByText("“not one” is not a DOI.").waitFor();
    expect(await form.getByLabel("DOI").getAttribute("aria-invalid")).toBe("true");
    await form.getByLabel("DOI").fill("");
    await page.getByRole("button", { name: "Save 2 corrections" }).click();
    await page.getByText("Corrected. What was imported is kept beside it.").waitFor();
    expect(api.amended).toMatchObject([
      {
        record: "imp1-2",
        source: "the article, p. 1",
        changes: [
          { field: "year", value: "2003" },
          { field: "doi", value: null },
        ],
      },
    ]);
    await card.getByText("As imported: 10.0000/simulated.2").waitFor();
    await card.getByText("From: the article, p. 1").waitFor();
    await card.getByRole("button", { name: /^Undo: Year, DOI/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => card.getByText("From: the article, p. 1").count()).toBe(0);
    expect(api.amended).toEqual([]);
    // The refused correction is the one error the browser saw.
    expect(errors.filter((error) => !error.includes("422"))).toEqual([]);
  });
});
