import { readCorrections } from "../../conformance/golden/corrections.ts";
import { glmmFamily } from "../../conformance/golden/glmm.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(glmmFamily, readCorrections());
