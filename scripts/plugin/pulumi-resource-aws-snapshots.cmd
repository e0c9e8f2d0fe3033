@echo off
rem Starts the plugin beside this file with Node. Pulumi takes whatever is printed here before an exit as the reason.
setlocal
set "version="
set "major=0"
for /f %%v in ('node --version 2^>nul') do set "version=%%v"
for /f "tokens=1 delims=v." %%m in ("%version%") do set "major=%%m"
if %major% GEQ 20 goto start
if not defined version set "version=none"
echo The Pulumi plugin aws-snapshots needs Node.js 20 or newer on PATH, but found %version%. Install it from https://nodejs.org. 1>&2
exit /b 1
:start
node "%~dp0plugin.js" %*
exit /b %errorlevel%
