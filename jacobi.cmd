@echo off
rem Starts the jacobi command from its source tree, as the script jacobi does elsewhere: finds a JDK, builds when
rem a source is newer than the last build, and runs. The program is kept in .jacobi, apart from Maven's folders.
setlocal
set "ROOT=%~dp0"
set "STATE=%ROOT%.jacobi"
set "NEEDED=25"

call :find_jdk
if not defined JDK exit /b 2
call :is_stale
if not errorlevel 1 call :build
if not exist "%STATE%\stamp" exit /b 2
set /p PROGRAM=<"%STATE%\program"
rem What computes for long goes through the Vector API; the JVM says in a line that it is an incubator module.
set "VECTORS="
if "%~1"=="train" set "VECTORS=--add-modules=jdk.incubator.vector"
if "%~1"=="bench" set "VECTORS=--add-modules=jdk.incubator.vector"
"%JDK%\bin\java.exe" %VECTORS% -p "%STATE%\%PROGRAM%" -m dev.jacobi.cli/dev.jacobi.cli.Main %*
exit /b %ERRORLEVEL%

:find_jdk
set "JDK="
if not defined JACOBI_JAVA_HOME goto :usual_folders
call :try "%JACOBI_JAVA_HOME%"
if not defined JDK >&2 echo jacobi: JACOBI_JAVA_HOME is "%JACOBI_JAVA_HOME%", which holds no JDK %NEEDED% or newer; change it or unset it.
exit /b
:usual_folders
if defined JAVA_HOME call :try "%JAVA_HOME%"
for /f "delims=" %%j in ('where javac 2^>nul') do call :try "%%~dpj.."
for /d %%d in (
    "%ProgramFiles%\Eclipse Adoptium\jdk*" "%ProgramFiles%\Java\jdk*" "%ProgramFiles%\Microsoft\jdk*"
    "%ProgramFiles%\Amazon Corretto\jdk*" "%ProgramFiles%\BellSoft\*" "%ProgramFiles%\Zulu\zulu*"
    "%USERPROFILE%\.jdks\*"
) do call :try "%%~d"
if not defined JDK >&2 echo jacobi: Jacobi needs a JDK %NEEDED% or newer, and none was found in JAVA_HOME, on the PATH or in the usual folders; install one, or set JACOBI_JAVA_HOME to its folder.
exit /b

rem Sets JDK, where it is not set yet, to the folder %1 if that holds a JDK that is new enough by its release file.
:try
if defined JDK exit /b
if not exist "%~1\bin\javac.exe" exit /b
if not exist "%~1\release" exit /b
set "MAJOR=0"
for /f "usebackq tokens=1,2 delims==" %%a in ("%~1\release") do if "%%a"=="JAVA_VERSION" for /f "delims=.-+" %%m in ("%%~b") do set "MAJOR=%%m"
if %MAJOR% GEQ %NEEDED% set "JDK=%~f1"
exit /b

rem Ends with 0 where the program was never built, or a source, a folder of sources or a pom changed since.
:is_stale
if not exist "%STATE%\stamp" exit /b 0
powershell -NoProfile -NonInteractive -Command "$built = (Get-Item (Join-Path $env:STATE 'stamp')).LastWriteTimeUtc; $sources = @(Join-Path $env:ROOT 'pom.xml') + @(Get-ChildItem $env:ROOT -Directory | ForEach-Object { Join-Path $_.FullName 'pom.xml'; Join-Path $_.FullName 'src\main' }); $newer = @($sources | Where-Object { Test-Path $_ } | ForEach-Object { Get-Item $_; Get-ChildItem $_ -Recurse } | Where-Object { $_.LastWriteTimeUtc -gt $built }); exit [int]($newer.Count -eq 0)"
exit /b %ERRORLEVEL%

rem Leaves a new stamp, or none where the build failed.
:build
if exist "%STATE%\stamp" del "%STATE%\stamp"
where mvn >nul 2>nul
if errorlevel 1 (
    >&2 echo jacobi: building Jacobi needs Maven, and there is no mvn on the PATH.
    exit /b
)
>&2 echo jacobi: building ...
if not exist "%STATE%" mkdir "%STATE%"
if exist "%ROOT%cli\target\modules" rmdir /s /q "%ROOT%cli\target\modules"
type nul >"%STATE%\stamp.next"
set "CALLERS_JAVA_HOME=%JAVA_HOME%"
set "JAVA_HOME=%JDK%"
call mvn -q -B -ntp -f "%ROOT%pom.xml" -pl cli -am -DskipTests package >"%STATE%\build.log" 2>&1 <nul
set "BUILD=%ERRORLEVEL%"
set "JAVA_HOME=%CALLERS_JAVA_HOME%"
if not "%BUILD%"=="0" (
    >&2 findstr /l /c:"[ERROR]" "%STATE%\build.log"
    >&2 echo jacobi: the build failed; all of its output is in "%STATE%\build.log"
    exit /b
)
set "BUILT=program-%RANDOM%%RANDOM%"
xcopy /q /i /y "%ROOT%cli\target\modules" "%STATE%\%BUILT%" >nul
>"%STATE%\program" echo %BUILT%
move /y "%STATE%\stamp.next" "%STATE%\stamp" >nul
exit /b
