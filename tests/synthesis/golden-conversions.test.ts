import { conversionsFamily } from "../../conformance/golden/conversions.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(conversionsFamily);
