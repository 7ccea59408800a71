import fc from "fast-check";
import { expect, it } from "vitest";
import { auditSampleSize } from "#screening";
import { auditSize } from "../../src/web/screening-setup/audit-size.ts";

it("is the program's own number", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5_000 }),
      fc.integer({ min: 0, max: 40 }),
      fc.constantFrom(0.8, 0.9, 0.95, 0.99),
      (excluded, maxMissed, confidence) => {
        const own = auditSampleSize({ excluded, maxMissed, confidence });
        expect(auditSize(excluded, maxMissed, confidence)).toBe(own.size);
      },
    ),
    { seed: 4, numRuns: 300 },
  );
});
