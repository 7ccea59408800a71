import { rmaUniFamily } from "../../conformance/golden/rma-uni.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(rmaUniFamily);
