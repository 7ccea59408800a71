import fc from "fast-check";
import { expect, test } from "vitest";
import { partialDate } from "../../src/records/normalise/date.ts";

test.each([
  [["2018"], "2018"],
  [["2018//"], "2018"],
  [["2021/06//"], "2021-06"],
  [["2016/12/"], "2016-12"],
  [["1975-1976//"], "1975"],
  [["1976, 1977//"], "1976"],
  [["2020/04//Apr-Jun, 2020"], "2020-04"],
  [["1999/08//undefined"], "1999-08"],
  [["2016/01/15/"], "2016-01-15"],
  [["2016-01-15T00:00:00Z"], "2016-01-15"],
  [["20160115"], "2016-01-15"],
  [["4-8 Aug. 2020"], "2020-08-04"],
  [["2014 3rd trimestre"], "2014"],
  [["2014 Mar-Apr"], "2014-03"],
  [["2016 Jan 15"], "2016-01-15"],
  [["January 15th, 2016"], "2016-01-15"],
  [["15 janvier 2016"], "2016-01-15"],
  [["1er mars 2016"], "2016-03-01"],
  [["15. desember 2016"], "2016-12-15"],
  [["den 3. mai 2016"], "2016-05-03"],
  [["15 de enero de 2016"], "2016-01-15"],
  [["28 Aug - 2 Sep 2020"], "2020-08-28"],
  [["Spring 2016"], "2016"],
  [["2016 Winter"], "2016"],
  [["2016-21"], "2016"],
  [["31.02.2016"], "2016-02"],
  [["29.02.2015"], "2015-02"],
  [["29.02.2016"], "2016-02-29"],
  [["2016-13-01"], "2016"],
  [["2016/00/00"], "2016"],
  [["15/01/2016"], "2016-01-15"],
  [["01/15/2016"], "2016-01-15"],
  [["03/04/2016"], "2016"],
  [["3.4.2016"], "2016-04-03"],
  [["06/2016"], "2016-06"],
  [["2016年1月15日"], "2016-01-15"],
  [["2014", "DEC"], "2014-12"],
  [["2014", "MAY-JUN"], "2014-05"],
  [["2014", "JAN 15"], "2014-01"],
  [["2014", "2015/01/02"], "2014"],
  [["2014", "2014/01", "2014-01-02"], "2014-01-02"],
  [["MAY-JUN"], null],
  [["in press"], null],
  [["9999"], null],
  [["12345678901"], null],
  [[""], null],
  [[], null],
])("the date of %j is %j", (texts, date) => {
  expect(partialDate(texts)).toBe(date);
});

test("a date read is read again as it is, and is a day that exists", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1500, max: 2100 }), fc.nat(14), fc.nat(33), (year, month, day) => {
      const date = partialDate([`${year}/${String(month).padStart(2, "0")}/${day}/`])!;
      expect(partialDate([date])).toBe(date);
      const [y, m = 1, d = 1] = date.split("-").map(Number);
      const made = new Date(Date.UTC(y!, m - 1, d));
      expect([made.getUTCFullYear(), made.getUTCMonth() + 1, made.getUTCDate()]).toEqual([y, m, d]);
    }),
    { seed: 3, numRuns: 1000 },
  );
});
