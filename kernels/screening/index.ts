export * from "./directions";
export * from "./products";
export * from "./space";
export * from "./svm";
export * from "./terms";
export * from "./weights";
