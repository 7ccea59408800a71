import { classicTestsFamily } from "../../conformance/golden/classic-tests.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(classicTestsFamily);
