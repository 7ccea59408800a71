import { agreementFamily } from "../../conformance/golden/agreement.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(agreementFamily);
