import { networkFamily } from "../../conformance/golden/network.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(networkFamily);
