import { runReader } from "./serve.ts";

runReader();
