// The same code for `import` as for `require`, so that a program which uses both has one set of classes.
export * from "./index.js";
