// Asks who somebody is, by openid-client: the token comes on standard input, the answer goes to standard output.
import * as client from "openid-client";

const [issuer, clientId, subject] = process.argv.slice(2);
let token = "";
for await (const part of process.stdin) {
  token += part;
}
const onLoopback = { execute: [client.allowInsecureRequests] };
const realm = await client.discovery(new URL(issuer), clientId, undefined, client.None(), onLoopback);
let answer;
try {
  answer = { status: 200, body: await client.fetchUserInfo(realm, token, subject) };
} catch (error) {
  answer = { status: error.status, body: null };
}
console.log(JSON.stringify(answer));
