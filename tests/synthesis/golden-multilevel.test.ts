import { multilevelFamily } from "../../conformance/golden/multilevel.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(multilevelFamily);
