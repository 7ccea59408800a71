import { expect, test } from "vitest";
import { parsePages, samePages, startPage } from "../../src/records/normalise/pages.ts";

test.each([
  ["482-91", "482", "491", "range"],
  ["1535–41", "1535", "1541", "range"],
  ["pp. 3–7", "3", "7", "range"],
  ["p. 12", "12", "12", "range"],
  ["123-", "123", "123", "range"],
  ["083-087", "083", "087", "range"],
  ["S334", "S334", "S334", "range"],
  ["S334-8", "S334", "338", "range"],
  ["e123", "e123", "e123", "article"],
  ["Article No. 15", "15", "15", "article"],
  ["104512", "104512", "104512", "article"],
  ["1.e1-1.e9", "1.e1", "1.e9", "range"],
  ["iii-ix", "iii", "ix", "range"],
  ["12-5, 17", "12", "17", "list"],
  ["901-7; quiz 907", "901", "907", "list"],
  ["657-68", "657", "668", "range"],
  ["9 pages", "9", "9", "range"],
  ["no pagination", "", "", "unknown"],
  ["", "", "", "unknown"],
])("the pages %j", (text, first, last, kind) => {
  expect(parsePages(text)).toEqual({ first, last, kind });
});

test.each([
  ["01-Oct", "1", "10"],
  ["1-Oct", "1", "10"],
  ["Oct-01", "1", "10"],
  ["12-Oct", "10", "12"],
  ["Jul-85", "7", "85"],
  ["2021-10-01", "1", "10"],
  ["2021-10-01 00:00:00", "1", "10"],
  ["10/1/2021", "1", "10"],
])("the pages %j were made a date", (text, first, last) => {
  expect(parsePages(text)).toEqual({ first, last, kind: "range", fromDate: true });
});

test.each([
  ["S334", "334"],
  ["083-087", "83"],
  ["e0123", "123"],
  ["iii-ix", "iii"],
  ["1-Oct", "1"],
  ["", null],
  [null, null],
])("the start page of %j is %j", (text, start) => {
  expect(startPage(text)).toBe(start);
});

test.each([
  ["482-91", "482-491", "same"],
  ["482", "482-491", "same"],
  ["083-087", "83-7", "same"],
  ["S334-S338", "334-338", "same"],
  ["482-91", "482-493", "similar"],
  ["485", "482-491", "similar"],
  ["01-Oct", "1-10", "same"],
  ["S334", "A254", "different"],
  ["1-10", "11-20", "different"],
  ["", "1", "unknown"],
])("%j and %j: %s", (a, b, expected) => {
  expect(samePages(a, b)).toBe(expected);
  expect(samePages(b, a)).toBe(expected);
});
