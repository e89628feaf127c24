// Serves a recipe that tells roles from tokens: `rolesOf` of recipe.js beside this file.
import { createServer } from "node:http";
import { rolesOf } from "./recipe.js";

createServer(async (request, response) => {
  const [scheme, token] = (request.headers.authorization ?? "").split(" ");
  try {
    if (scheme !== "Bearer") throw new Error("no token");
    response.statusCode = (await rolesOf(token)).includes("fraud-detector:predict") ? 200 : 403;
  } catch (error) {
    console.error(error.message);
    response.statusCode = 401;
  }
  response.end();
}).listen(Number(process.argv[2]), "127.0.0.1");
