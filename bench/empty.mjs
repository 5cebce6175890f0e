// The cost of starting Node.
export {};
